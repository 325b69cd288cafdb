"""Doors of the catalogue and of stock."""
