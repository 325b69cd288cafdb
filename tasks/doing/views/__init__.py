"""Doors of tasks under way."""
