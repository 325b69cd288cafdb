"""Decisions that are late (R098): somebody else is asked as well, and who asked hears that it is stuck. Each in a
transaction of its own under the subject's lock; a run that was missed catches up. Whoever is asked is reminded of what
is due soon and late by the rules of reminders (docs/adr/0083)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people import queries as people
from accounts.people.models import User
from common import errors, events
from common.operation import operation
from orders.approval import queries, reasons, routing
from orders.approval.delegation import queries as delegation
from orders.approval.models import ApprovalRequest, ApprovalStep, Escalation
from orders.approval.operations import asking
from orders.approval.routing import Business
from orders.approval.subjects import subjects

ESCALATED = gettext_noop("%(subject)s waits for your approval too: the decision of %(person)s is late.")
STUCK = gettext_noop("The approval of %(subject)s is late; it waits for %(person)s.")
STUCK_KIND = "approval.late"


def remind_due(*, actor: User | None = None, at: datetime, limit: int = 500) -> int:
    """Escalate what is late; returns how many steps. What is busy is found again by the next run."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE, {"at": at, "limit": limit})
        due = cursor.fetchall()
    system = actor or people.system_user()
    done = 0
    for step_id, subject_type, subject_id in due:
        try:
            done += remind_step(actor=system, subject_type=subject_type, subject_id=subject_id, step_id=step_id, at=at)
        except (errors.Conflict, errors.NotFound, errors.Unavailable):
            continue
    return done


_DUE = """
SELECT s.id, r.subject_type, r.subject_id FROM orders_approvalstep s
JOIN orders_approvalrequest r ON r.id = s.request_id AND r.state = 'OPEN'
WHERE s.decision = '' AND s.due_at < %(at)s AND s.late_at IS NULL
ORDER BY s.due_at LIMIT %(limit)s
"""


@operation
def remind_step(*, actor: User, subject_type: str, subject_id: int, step_id: int, at: datetime) -> bool:
    """Tell of one step that is late; False when it was decided or told meanwhile."""
    held = subjects[subject_type].lock(subject_id)
    step = (
        ApprovalStep.objects.filter(pk=step_id, decision="", late_at=None, due_at__lt=at)
        .filter(request__state=ApprovalRequest.State.OPEN)
        .select_related("request", "request__requested_by", "approver", "escalate_to")
        .first()
    )
    if held is None or step is None:
        return False
    step.late_at = at
    step.save(update_fields=["late_at"])
    parameters = {"subject": str(held.row), "person": step.who}
    _tell([step.request.requested_by_id], STUCK, parameters, STUCK_KIND, held.row, at)
    events.record("approval.late", held.row, at=at, person=step.who)
    if step.approver is not None and step.escalation != Escalation.NOBODY:
        _escalate(step, step.approver, held.row, at)
    return True


def _escalate(step: ApprovalStep, approver: User, row: Any, at: datetime) -> None:
    """Ask somebody else for the same decision: whoever takes it first. Nothing happens where nobody may."""
    request = step.request
    asked = set(
        ApprovalStep.objects.filter(request=request, sequence=step.sequence, decision="").values_list(
            "approver_id", flat=True
        )
    )
    kept_out = {request.requested_by_id, *request.barred, *(key for key in asked if key)}
    business = Business(approver.department_id, subjects[request.subject_type].verb, kept_out)
    named = [step.escalate_to_id] if step.escalation == Escalation.PERSON and step.escalate_to_id else []
    found = routing.people(named, business) if named else []
    route = (
        found[0] if found else routing.find(department_id=business.department_id, verb=business.verb, barred=kept_out)
    )
    if route is None:
        return
    ApprovalStep.objects.create(
        request=request,
        sequence=step.sequence,
        seat=step.seat,
        approver_id=route.person_id,
        why=reasons.of("escalated", approver.name),
        hours=step.hours,
        due_at=at + queries.within(step),
    )
    told = _with_delegates([route.person_id], request, at)
    _tell(told, ESCALATED, {"subject": str(row), "person": approver.name}, asking.ASKED, row, at)
    events.record("approval.escalated", row, at=at, person=approver.name, to=route.person_id)


def _with_delegates(people_ids: list[int], request: ApprovalRequest, at: datetime) -> list[int]:
    return [*people_ids, *(one for key in people_ids for one in delegation.delegates_of(key, at, but=request.barred))]


def _tell(
    people_ids: Iterable[int], message: str, parameters: dict[str, Any], kind: str, row: Any, at: datetime
) -> None:
    inbox.notify(people_ids, kind=kind, message=message, parameters=parameters, subject=row, mail=True, at=at)
