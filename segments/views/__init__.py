"""Doors of conditions: the builder, saved conditions, and why an order is in one or not."""
