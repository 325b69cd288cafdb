"""What an approver may do beside deciding: ask somebody else too, or return it to a step that was decided already."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.collaboration import inbox
from accounts.people import queries as people
from accounts.people.models import User
from common import errors
from orders.approval import policies, queries, reasons
from orders.approval.delegation import queries as delegation
from orders.approval.models import ApprovalRequest, ApprovalStep
from orders.approval.operations import asking
from orders.approval.subjects import subjects

Decision = ApprovalStep.Decision


def add_approver(
    *,
    actor: User,
    subject_type: str,
    subject_id: int,
    case: Any,
    person_id: int,
    is_before: bool,
    question: str = "",
    at: datetime,
) -> ApprovalStep:
    """Ask somebody else as well (加签): before the present approver, whose turn it is again afterwards, or after him.

    The caller holds the subject's lock and has asked for the right. Raises WrongState, NotAllowed (nothing waits for
    ``actor``), Invalid (the person may not decide this, or is asked already).
    """
    request, steps, mine = _mine(actor, subject_type, subject_id, at)
    person = _addable(person_id, request, steps, subjects[subject_type].verb)
    place = mine.sequence if is_before else mine.sequence + 1
    now = policies.waiting(steps)
    ApprovalStep.objects.filter(request=request, decision="", sequence__gte=place).update(sequence=F("sequence") + 1)
    if is_before:
        ApprovalStep.objects.filter(pk__in=[step.pk for step in now]).update(due_at=None)
        _settle(now, request, at)
    added = ApprovalStep.objects.create(
        request=request,
        sequence=place,
        seat=1 + max((step.seat for step in steps if step.sequence == place), default=0),
        approver=person,
        why=reasons.of("added", actor.name),
        question=question[:500],
        hours=mine.hours,
        escalation=mine.escalation,
        escalate_to_id=mine.escalate_to_id,
        added_by=actor,
    )
    if is_before:
        asked = asking.ask_next(request.pk, subject_type, subject_id, place, at=at)
        asking.tell(asked, subjects[subject_type].row(case), at=at)
    return added


def return_to(
    *, actor: User, subject_type: str, subject_id: int, case: Any, sequence: int, reason: str, at: datetime
) -> None:
    """Return it to an earlier step, which is asked again, and every step after it; what was decided before it stays.

    The caller holds the subject's lock and has asked for the right. Raises WrongState, NotAllowed (nothing waits for
    ``actor``), Invalid (no such step was decided).
    """
    request, steps, mine = _mine(actor, subject_type, subject_id, at)
    if sequence not in {step.sequence for step in policies.returnable(steps)}:
        raise errors.Invalid(fields={"step": [_("Choose a step that was decided already.")]})
    again = [step for step in steps if step.sequence >= sequence and not step.is_void]
    _settle(policies.waiting(steps), request, at)
    for step in again:
        step.is_void = True
        if step.pk == mine.pk:
            step.decision, step.decided_by, step.decided_at, step.reason = Decision.RETURNED, actor, at, reason[:500]
        elif not step.decision:
            step.decision, step.decided_at = Decision.NOT_NEEDED, at
    ApprovalStep.objects.bulk_update(again, ["is_void", "decision", "decided_by", "decided_at", "reason"])
    last = max(step.sequence for step in steps)
    places = {place: last + number for number, place in enumerate(sorted({step.sequence for step in again}), 1)}
    ApprovalStep.objects.bulk_create(_again(step, places[step.sequence]) for step in again if _may(step, request))
    asked = asking.ask_next(request.pk, subject_type, subject_id, places[sequence], at=at)
    asking.tell(asked, subjects[subject_type].row(case), at=at)


def _again(step: ApprovalStep, sequence: int) -> ApprovalStep:
    """The same question once more."""
    return ApprovalStep(
        request_id=step.request_id,
        sequence=sequence,
        seat=step.seat,
        kind=step.kind,
        approver_id=step.approver_id,
        why=step.why,
        question=step.question,
        hours=step.hours,
        escalation=step.escalation,
        escalate_to_id=step.escalate_to_id,
        added_by_id=step.added_by_id,
    )


def _may(step: ApprovalStep, request: ApprovalRequest) -> bool:
    return step.is_customers or policies.decider_id(step.approver) not in request.barred


def _mine(
    actor: User, subject_type: str, subject_id: int, at: datetime
) -> tuple[ApprovalRequest, list[ApprovalStep], ApprovalStep]:
    """The request, its steps and the row that waits for ``actor``. Raises WrongState, NotAllowed."""
    found = queries.open_request(subject_type, subject_id, at=at)
    if found is None:
        raise errors.WrongState(_("Nothing waits for a decision here."), code="nothing_to_decide")
    request, steps = found
    if refused := policies.refusal(actor, request, steps):
        raise refused
    asked = [step for step in policies.waiting(steps) if policies.is_asked(actor, step)]
    return request, steps, next((step for step in asked if step.approver_id == actor.pk), asked[0])


def _addable(person_id: int, request: ApprovalRequest, steps: Iterable[ApprovalStep], verb: str) -> User:
    person = people.get_active_person(person_id, "person")
    words = {"person": person.name}
    if policies.is_barred(person, request.requested_by_id, request.barred):
        raise errors.Invalid(fields={"person": [_("Nobody decides his own order.")]})
    if not people.holds(person, verb):
        raise errors.Invalid(fields={"person": [_("%(person)s may not approve.") % words]})
    if any(step.approver_id == person.pk and not step.decision for step in steps):
        raise errors.Invalid(fields={"person": [_("%(person)s is asked already.") % words]})
    return person


def _settle(steps: Iterable[ApprovalStep], request: ApprovalRequest, at: datetime) -> None:
    """Take the question out of the inboxes of those asked, and of those who decide for them."""
    people_asked = [step.approver_id for step in steps if step.approver_id]
    told = {*people_asked, *(key for one in people_asked for key in delegation.delegates_of(one, at))}
    inbox.settle(told, kind=asking.ASKED, subject_type=request.subject_type, subject_id=request.subject_id, at=at)
