"""What this room declares: who approves and how fast, its pages and events, invariant 16."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.collaboration.mailing import ways
from accounts.collaboration.subjects import Subject, subjects
from accounts.handover.duties import needs
from accounts.people.models import User
from accounts.roles.explaining import Standing, standings
from accounts.roles.queries import list_roles
from accounts.trail.labels import event_labels
from common import dates, errors, settings
from common.invariants import Invariant, invariants
from common.navigation import NavEntry, navigation
from orders.approval import mailing, routing
from orders.approval.delegation import queries as delegation
from orders.approval.delegation.models import Delegation
from orders.approval.matrix import queries as matrix
from orders.approval.matrix import rules
from orders.approval.matrix.models import MatrixRow
from orders.approval.models import Escalation
from orders.approval.operations import ASKED
from segments.uses import Use, uses

OWN = """
    SELECT s.id, r.subject_type, r.subject_id, s.decided_by_id FROM orders_approvalstep s
    JOIN orders_approvalrequest r ON r.id = s.request_id
    WHERE s.kind = 'PERSON' AND (s.decided_by_id = r.requested_by_id OR r.barred @> to_jsonb(s.decided_by_id))
"""
# approved though a decision is missing, or open with nobody asked
UNDECIDED = """
    SELECT r.id, r.subject_type, r.subject_id, r.state FROM orders_approvalrequest r
    WHERE r.state = 'APPROVED' AND EXISTS (
        SELECT 1 FROM orders_approvalstep s WHERE s.request_id = r.id AND NOT s.is_void
        GROUP BY s.sequence, s.seat HAVING NOT bool_or(s.decision = 'APPROVED'))
    OR r.state = 'OPEN' AND NOT EXISTS (
        SELECT 1 FROM orders_approvalstep s WHERE s.request_id = r.id AND s.decision = '' AND s.due_at IS NOT NULL)
"""


def _row_url(row: MatrixRow) -> str:
    return reverse("admin:orders_matrixrow_change", args=[row.pk])


def _takes_nothing(row: Any) -> None:
    raise errors.WrongState(_("Nothing can be added here."))


def _approvers() -> list[tuple[str, Any]]:
    roles = [(role.code, str(role)) for role in list_roles() if role.is_active]
    return [(routing.HEAD, _("Head of the department")), *roles]


LABELS = {
    "approval_matrix.saved": _("Row of the approval matrix saved"),
    "approval.delegated": _("Decisions delegated"),
    "approval.delegation_ended": _("Delegation taken back"),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    for event, label in LABELS.items():
        event_labels.register(event, label)
    navigation.register(
        "approvals",
        NavEntry(
            group="orders",
            label=_("Approval"),
            icon="check2-square",
            url_name="orders:approval-matrix",
            verb="order.view",
            order=35,
        ),
    )
    subjects.register(
        MatrixRow._meta.label_lower,
        Subject(get=matrix.get_row, url=_row_url, require_open=_takes_nothing),
    )
    subjects.register(
        Delegation._meta.label_lower,
        Subject(
            get=delegation.get_delegation,
            url=lambda row: reverse("orders:delegation-list"),
            require_open=_takes_nothing,
            visible=delegation.visible_to,
        ),
    )
    standings.register("approval", _decides_for)
    for kind in ("departments", "approvals"):
        needs.register(kind, "order.approve")
    _register_settings()
    ways.register(ASKED, mailing.way)
    uses.register("approval", Use(_("Approval matrix"), matrix.rows_standing_on, verb="approval.matrix"))
    invariants.register("approval.undecided", Invariant(16, _("Every decision that was needed was taken"), UNDECIDED))
    invariants.register("approval.own", Invariant(16, _("Nobody approved his own business"), OWN))


def _decides_for(person: User, at: datetime) -> list[Standing]:
    """What was given to a person to decide in the place of others."""
    rows = delegation.running(dates.business_day(at)).filter(delegate=person).select_related("delegator")
    words = _("Decides in the place of %(name)s what waits for his approval")
    return [Standing(words % {"name": row.delegator.name}, row.first_day, row.last_day) for row in rows]


def _register_settings() -> None:
    settings.definitions.register(
        rules.SLA_HOURS,
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
    settings.definitions.register(
        rules.ESCALATION,
        settings.Definition(
            Escalation.ABOVE.value,
            _("Whom to ask as well when an approval is late for which the matrix has no row"),
            "orders",
            choices=lambda: [(one.value, one.label) for one in (Escalation.ABOVE, Escalation.NOBODY)],
        ),
    )
