"""What this room declares: its right, its table, words of events, who sees an order because his department is asked."""

from django.utils.translation import gettext_lazy as _

from accounts.trail.labels import event_labels
from orders.changes.assessing import policies, reference, rights
from orders.order.policies import also_visible

LABELS = {
    "change.departments_asked": _("Departments asked about a change"),
    "change.assessed": _("Department answered about a change"),
    "change.assessment_late": _("Department late with its answer about a change"),
    "change.department_saved": _("Departments asked about changes: changed"),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    rights.register()
    reference.register()
    also_visible.register("orders.changes.assessing", policies.is_asked)
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
