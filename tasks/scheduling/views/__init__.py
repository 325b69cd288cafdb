"""Doors of the schedule."""
