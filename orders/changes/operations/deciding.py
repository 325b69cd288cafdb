"""A submitted request is decided; with the last approval it takes effect, or waits for the customer (SEMANTICS 8)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.people.models import User
from common import errors, events
from common.operation import operation
from orders.approval import operations as approval
from orders.changes import actions, approving, notices, policies, projecting, queries, states
from orders.changes.approving import Case
from orders.changes.assessing import operations as assessing
from orders.changes.effect import operations as effect
from orders.changes.effect import overtaking
from orders.changes.impact import operations as impact
from orders.changes.models import ChangeRequest
from orders.changes.operations import saving
from orders.changes.projecting import Projection
from orders.changes.states import Move, State
from orders.lifecycle import guards
from orders.order import queries as orders
from orders.order.models import OrderLine

LONGEST = 500


@operation
def approve_request(
    *,
    actor: User,
    request_id: int,
    at: datetime,
    reason: str = "",
    version: int | None = None,
    step: int | None = None,
    facts: str = "",
) -> ChangeRequest:
    """Decide the waiting step in favour, with a remark where there is one; the impact sheet is signed with it.
    ``facts``: those of the sheet that was before his eyes. With the last approval the change takes effect in the same
    transaction, unless the customer still has to agree to it as it stands; where the order moved under it, it is marked
    as overtaken (``state``).

    Raises NotFound, NotAllowed (no right, not asked, his own business), WrongState (also: another step waits, the order
    is frozen), Stale (not what was submitted: the paths are named; or the facts moved: ``sheet``), CreditExceeded and
    whatever else keeps it from taking effect.
    """
    request, order, items = queries.lock_request(actor=actor, request_id=request_id, version=version)
    case = Case(request, order, items)
    _require_may(actor, case, Move.APPROVE)
    lines = orders.lines_of(order)
    found = _still_fits(case, lines, at)
    if found is None:
        return request
    if facts:
        sheet = impact.require_seen(request, facts, at=at, projection=found)
    else:
        sheet = impact.refresh(request, at=at, actor=actor, projection=found, items=items)
    _decide(actor, case, True, reason.strip()[:LONGEST], step, at)
    impact.sign(request, sheet, what=impact.APPROVAL, signed_by=actor, at=at)
    return request


def _still_fits(case: Case, lines: Sequence[OrderLine], at: datetime) -> Projection | None:
    """The order as it would be; None where it moved so that the request does not fit any more, which is saved."""
    request, moved = case.request, overtaking.conflicts(case.request, case.order, lines, case.items)

    def attempt() -> Projection:
        return projecting.project(case.order, lines, case.items, actor=request.created_by, at=at)

    if not moved:
        try:
            return attempt()
        except errors.Invalid:
            moved = overtaking.refused(attempt, case.items)
    saving.overtake(request, case.order, lines, moved, at)
    return None


@operation
def return_request(
    *,
    actor: User,
    request_id: int,
    at: datetime,
    reason: str = "",
    version: int | None = None,
    step: int | None = None,
) -> ChangeRequest:
    """Send a request back to its draft (退回修改): by who is asked to decide it, with a reason; or taken back by who
    writes the order's changes. Nobody is asked about it any more; its lines ship again.

    Raises NotFound, NotAllowed, WrongState, Stale, Invalid (no reason).
    """
    request, order, items = queries.lock_request(actor=actor, request_id=request_id, version=version)
    states.after(request.state, Move.RETURN)
    if request.state == State.SUBMITTED and is_asked(actor, request):
        text = guards.require_reason(reason)
        _decide(actor, Case(request, order, items), False, text, step, at)
        return request
    policies.require(actor, policies.REQUEST, order)
    _send_back(request, Case(request, order, items), actor, reason.strip()[:LONGEST], at)
    return request


@operation
def reject_request(
    *,
    actor: User,
    request_id: int,
    reason: str,
    at: datetime,
    version: int | None = None,
    step: int | None = None,
) -> ChangeRequest:
    """Refuse a submitted request for good (否决), with a reason; the order stays as it is.

    Raises NotFound, NotAllowed, WrongState, Stale, Invalid (no reason).
    """
    request, order, items = queries.lock_request(actor=actor, request_id=request_id, version=version)
    text = guards.require_reason(reason)
    case = Case(request, order, items, refused=Move.REJECT)
    _require_may(actor, case, Move.REJECT)
    _decide(actor, case, False, text, step, at)
    return request


def is_asked(actor: User, request: ChangeRequest) -> bool:
    """Whether a decision about a submitted request waits for ``actor``."""
    return actions.decision_refused(actor, request) is None


def _require_may(actor: User, case: Case, verb: Move) -> None:
    policies.require(actor, policies.APPROVE, case.order)
    states.after(case.request.state, verb)
    if actor.pk in policies.own_business_of(case.request, case.order):  # also when it became his meanwhile
        raise errors.NotAllowed(_("Nobody decides his own order."), code="own_business")


def _decide(actor: User, case: Case, is_approved: bool, reason: str, step: int | None, at: datetime) -> None:
    held = approving.held(case)
    approval.decide(
        actor=actor,
        subject_type=policies.SUBJECT,
        subject_id=case.request.pk,
        case=case,
        content=held.content,
        content_hash=held.content_hash,
        is_approved=is_approved,
        reason=reason,
        sequence=step,
        at=at,
    )


def went_on(*, actor: User, case: Any, at: datetime) -> None:
    """A decision was taken, others are still needed: readers notice."""
    saving.save(case.request, case.items, at)
    events.record("change.approved", case.request, at=at, order=str(case.order))


def decided(*, actor: User, case: Any, is_approved: bool, reason: str, at: datetime) -> None:
    """What follows from the last decision: registered with ``approval.subjects``."""
    request: ChangeRequest = case.request
    request.decided_at = at
    if is_approved:
        _approved(case, actor, reason, at)
    elif case.refused == Move.REJECT:
        request.return_reason = reason
        saving.move(request, Move.REJECT, case.items, at=at, reason=reason)
        saving.let_go(request, at)
        message = gettext_noop("%(request)s of %(order)s was rejected: %(reason)s")
        notices.tell(request, message, kind="change.rejected", actor=actor, at=at, reason=reason)
    else:
        _send_back(request, case, actor, reason, at)


def _approved(case: Case, actor: User, reason: str, at: datetime) -> None:
    request = case.request
    saving.move(request, Move.APPROVE, case.items, at=at, reason=reason)
    assessing.stand_down(request, at=at)
    if request.needs_customer and not effect.has_agreed(request):
        message = gettext_noop("%(request)s of %(order)s is approved: it waits for the customer.")
        notices.tell(request, message, kind="change.approved", actor=actor, at=at)
        return
    lines = orders.lines_of(case.order)
    effect.take_effect(actor=actor, request=request, order=case.order, lines=lines, items=case.items, at=at)


def _send_back(request: ChangeRequest, case: Case, actor: User, reason: str, at: datetime) -> None:
    request.return_reason = reason
    saving.move(request, Move.RETURN, case.items, at=at, reason=reason)
    saving.let_go(request, at)
    message = gettext_noop("%(request)s of %(order)s was sent back: %(reason)s")
    notices.tell(request, message, kind="change.returned", actor=actor, at=at, reason=reason)
