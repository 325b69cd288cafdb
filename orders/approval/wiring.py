"""What this room declares: who approves and how fast, invariant 16."""

from django.utils.translation import gettext_lazy as _

from common import settings
from common.invariants import Invariant, invariants
from orders.approval import operations, routing

OWN = """
    SELECT s.id, r.subject_type, r.subject_id, s.decided_by_id FROM orders_approvalstep s
    JOIN orders_approvalrequest r ON r.id = s.request_id
    WHERE s.decided_by_id = r.requested_by_id OR r.barred @> to_jsonb(s.decided_by_id)
"""


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    settings.definitions.register(
        operations.SLA_HOURS, settings.Definition("24", _("Hours within which an approval should be decided"), "orders")
    )
    settings.definitions.register(
        routing.APPROVER,
        settings.Definition(
            routing.HEAD,
            _("Who approves orders: “head” for the head of the salesperson's department, or the code of a role there"),
            "orders",
        ),
    )
    invariants.register("approval.own", Invariant(16, _("Nobody approved his own business"), OWN))
