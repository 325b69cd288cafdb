"""What this room declares: its papers."""

from tasks.reporting import papers


def register() -> None:
    """Called once from ``TasksConfig.ready``."""
    papers.register()
