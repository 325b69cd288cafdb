"""Backup, restore and recovery to a point in time, as commands over PostgreSQL's own programs."""
