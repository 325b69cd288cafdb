"""Doors of the order's page and of order entry."""
