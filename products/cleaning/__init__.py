"""Products that are kept twice: found, and made one (R262)."""
