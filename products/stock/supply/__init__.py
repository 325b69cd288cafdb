"""Planned supply: what is to come, from whom and when, until it has come (R122, R155–R157)."""
