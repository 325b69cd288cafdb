"""Doors of the order list: the list itself, and one verb over many orders."""
