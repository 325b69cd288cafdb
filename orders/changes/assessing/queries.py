"""Reads of what departments were asked about changes and answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet

from accounts import policies as rights
from accounts.people.models import User
from common import errors
from orders.changes.assessing import policies
from orders.changes.assessing.models import ChangeAssessment, ChangeDepartment
from orders.changes.models import ChangeRequest
from orders.changes.states import State

WAITING = (State.ASSESSING, State.SUBMITTED)  # states in which answers are taken


def departments() -> QuerySet[ChangeDepartment]:
    """The company's table."""
    return ChangeDepartment.objects.order_by("id")


def get_department(kind: str) -> ChangeDepartment:
    """One row of it. Raises NotFound."""
    found = departments().filter(kind=kind.upper()).first()
    if found is None:
        raise errors.NotFound()
    return found


def assessments_of(request: ChangeRequest) -> list[ChangeAssessment]:
    """What is asked about a request as it stands, in the order of asking."""
    rows = ChangeAssessment.objects.filter(request=request, is_void=False)
    return list(rows.select_related("answered_by").order_by("pk"))


def pending(request: ChangeRequest) -> list[ChangeAssessment]:
    """Those that have not answered yet."""
    return [one for one in assessments_of(request) if not one.verdict]


def in_the_way(request: ChangeRequest, at: datetime) -> list[ChangeAssessment]:
    """Those that have not answered and still may: the request waits for them. One whose hours are over holds nobody
    up."""
    return [one for one in pending(request) if one.due_at > at]


@dataclass(frozen=True)
class Shown:
    """An assessment for its reader; ``cost`` None where it is not his to know."""

    row: ChangeAssessment
    cost: Decimal | None
    is_late: bool
    may_answer: bool


def panel(actor: User, request: ChangeRequest, at: datetime) -> list[Shown]:
    """What departments were asked about a request and said, as ``actor`` may see it. Who may answer for a department
    sees what it costs: it is his own figure."""
    sees_cost = not rights.effect(actor, "order.amount")
    found = []
    for row in assessments_of(request):
        may = policies.may_answer(actor, row.kind)
        takes = request.state == State.ASSESSING or (request.state == State.SUBMITTED and not row.verdict)
        late = not row.verdict and row.due_at <= at
        found.append(Shown(row, row.cost if sees_cost or may else None, late, may and takes))
    return found


def to_assess(actor: User) -> QuerySet[ChangeAssessment]:
    """What waits for an answer of the actor's departments, the most urgent first."""
    rows = _waiting(policies.kinds_of(actor)).select_related("request__order__customer", "request__reason")
    return rows.order_by("due_at", "pk")


def count_to_assess(actor: User) -> int:
    """How many wait for an answer of the actor's departments."""
    return _waiting(policies.kinds_of(actor)).count()


def _waiting(kinds: Iterable[str]) -> QuerySet[ChangeAssessment]:
    waits = ChangeAssessment.objects.filter(verdict="", is_void=False, request__state__in=WAITING)
    return waits.filter(kind__in=list(kinds))


def late(at: datetime) -> QuerySet[ChangeAssessment]:
    """Those whose hours are over and of whom nobody was told so."""
    rows = ChangeAssessment.objects.filter(verdict="", is_void=False, late_at=None, due_at__lte=at)
    return rows.filter(request__state__in=WAITING).order_by("due_at", "pk")
