"""What this room declares."""

from reports.figures import measures


def register() -> None:
    """Called once from ``ReportsConfig.ready``."""
    measures.register()
