"""Doing tasks: started, reported on, held up, ended, handed over, dropped; what wakes next (R143, R192)."""
