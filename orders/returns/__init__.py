"""Goods that come back: returns and exchanges of what was shipped, and what was lost on the way (SEMANTICS 3, 11)."""
