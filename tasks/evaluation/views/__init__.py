"""Doors of evaluations, rewards and cases."""
