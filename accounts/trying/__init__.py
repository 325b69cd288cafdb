"""Looking at the app with the eyes of a role or of somebody else, without changing anything (ADR 0118)."""
