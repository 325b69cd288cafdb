"""Customers that are kept twice: found over the whole archive, and what making them one would do (R262)."""
