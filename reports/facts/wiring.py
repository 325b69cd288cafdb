"""What this room declares to the floors below."""

from accounts.trail.exempt import exempt_tables

WHY = "derived from the documents, compared with them every night"


def register() -> None:
    """Called once from ``ReportsConfig.ready``."""
    for table in ("reports_flow", "reports_ordermoments", "reports_summary", "reports_factmark"):
        exempt_tables.register(table, WHY)
