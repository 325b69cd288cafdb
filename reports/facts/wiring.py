"""What this room declares to the floors below."""

from django.utils.translation import gettext_lazy as _

from accounts.trail.exempt import exempt_tables
from accounts.trail.labels import event_labels
from reports.facts import comparing, operations

WHY = "derived from the documents, compared with them every night"


def register() -> None:
    """Called once from ``ReportsConfig.ready``."""
    for name in ("flow", "pastflow", "ordermoments", "summary", "ownsummary", "countedsupplier", "factmark"):
        exempt_tables.register(f"reports_{name}", WHY)
    comparing.register()
    event_labels.register(operations.WRONG, _("Figures of reports put right"))
