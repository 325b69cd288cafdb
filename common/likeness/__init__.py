"""Rows that seem to be one and the same twice, and what becomes of them when they are made one (R262)."""
