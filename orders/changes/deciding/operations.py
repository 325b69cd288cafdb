"""What who decides about a change may do beside deciding: ask somebody else too, or return it to an earlier step
(SEMANTICS 7)."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import errors, events
from common.operation import operation
from orders.approval import operations as approval
from orders.changes import policies, queries, states
from orders.changes.approving import Case
from orders.changes.models import ChangeRequest
from orders.changes.operations import saving
from orders.changes.states import Move
from orders.lifecycle import guards

ADDED, RETURNED = "change.approver_added", "change.step_returned"
LONGEST = 500


@operation
def add_approver(
    *,
    actor: User,
    request_id: int,
    person_id: int,
    is_before: bool,
    at: datetime,
    question: str = "",
    version: int | None = None,
) -> ChangeRequest:
    """Ask somebody else to approve a submitted request as well (加签), before the actor decides or after him.

    Raises NotFound, NotAllowed (nothing waits for the actor, his own business), WrongState, Stale, Invalid (who may not
    decide it, or is asked already).
    """
    case = _lock(actor, request_id, version)
    added = approval.add_approver(
        actor=actor,
        subject_type=policies.SUBJECT,
        subject_id=request_id,
        case=case,
        person_id=person_id,
        is_before=is_before,
        question=question.strip()[:LONGEST],
        at=at,
    )
    saving.save(case.request, case.items, at)
    words = question.strip()[:LONGEST]
    events.record(ADDED, case.request, at=at, reason=words, order=str(case.order), person=added.who, before=is_before)
    return case.request


@operation
def return_to_step(
    *, actor: User, request_id: int, step: int, reason: str, at: datetime, version: int | None = None
) -> ChangeRequest:
    """Return a submitted request to an earlier step of its approval, which is asked again with every step after it. It
    stays submitted, and what was signed stays signed.

    Raises NotFound, NotAllowed, WrongState, Stale, Invalid (no reason, no such step was decided).
    """
    case = _lock(actor, request_id, version)
    text = guards.require_reason(reason)
    approval.return_to(
        actor=actor,
        subject_type=policies.SUBJECT,
        subject_id=request_id,
        case=case,
        sequence=step,
        reason=text,
        at=at,
    )
    saving.save(case.request, case.items, at)
    events.record(RETURNED, case.request, at=at, reason=text, order=str(case.order), step=step)
    return case.request


def _lock(actor: User, request_id: int, version: int | None) -> Case:
    request, order, items = queries.lock_request(actor=actor, request_id=request_id, version=version)
    policies.require(actor, policies.APPROVE, order)
    states.after(request.state, Move.APPROVE)
    if actor.pk in policies.own_business_of(request, order):  # also when it became his after it was submitted
        raise errors.NotAllowed(_("Nobody decides his own order."), code="own_business")
    return Case(request, order, items)
