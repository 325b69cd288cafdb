"""What customers say and what we promised to come back with (R055)."""
