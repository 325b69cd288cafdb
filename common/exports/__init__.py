"""The export engine: which lists can be taken away, writers behind one interface, the row of an export.

It knows no user: rights, the trail and the job stand where people are known (``accounts.exports``).
"""
