"""Pages of requirements."""
