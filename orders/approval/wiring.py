"""What this room declares: who approves and how fast, invariant 16."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.handover.duties import needs
from accounts.roles.queries import list_roles
from common import settings
from common.invariants import Invariant, invariants
from orders.approval import operations, routing

OWN = """
    SELECT s.id, r.subject_type, r.subject_id, s.decided_by_id FROM orders_approvalstep s
    JOIN orders_approvalrequest r ON r.id = s.request_id
    WHERE s.decided_by_id = r.requested_by_id OR r.barred @> to_jsonb(s.decided_by_id)
"""


def _approvers() -> list[tuple[str, Any]]:
    roles = [(role.code, str(role)) for role in list_roles() if role.is_active]
    return [(routing.HEAD, _("Head of the department")), *roles]


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    for kind in ("departments", "approvals"):
        needs.register(kind, "order.approve")
    settings.definitions.register(
        operations.SLA_HOURS,
        settings.Definition(
            "24",
            _("Hours within which an approval should be decided"),
            "orders",
            bounds=settings.Bounds(1, 8760, places=2),
        ),
    )
    settings.definitions.register(
        routing.APPROVER,
        settings.Definition(
            routing.HEAD,
            _("Who approves orders: the head of the salesperson's department, or holders of a role there"),
            "orders",
            choices=_approvers,
        ),
    )
    invariants.register("approval.own", Invariant(16, _("Nobody approved his own business"), OWN))
