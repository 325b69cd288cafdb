"""The Chinese catalogue: compiled, checked and merged without gettext's own programs."""
