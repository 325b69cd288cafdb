"""Saved conditions come with their own issue; the field registry has no table."""
