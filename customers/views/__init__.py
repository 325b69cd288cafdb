"""Doors of the customer archive."""
