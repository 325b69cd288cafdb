"""How every verb writes a request: its state, its version, the fingerprint of what it says, what it holds up."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from common import dates, events, numbering
from orders.approval import operations as approval
from orders.changes import content, flags, policies, states
from orders.changes.assessing import operations as assessing
from orders.changes.effect import operations as effect
from orders.changes.effect import overtaking
from orders.changes.models import ChangeItem, ChangeRequest
from orders.changes.states import Move
from orders.order import queries as orders
from orders.order.models import Order, OrderLine


def save(request: ChangeRequest, items: Iterable[ChangeItem], at: datetime) -> None:
    """Save a locked request with the next version, and the fingerprint of its items."""
    request.content_hash = content.content_hash(request, items, request.order.content_hash)
    request.updated_at = at
    request.version += 1
    request.save()


def move(
    request: ChangeRequest,
    verb: Move,
    items: Sequence[ChangeItem],
    *,
    at: datetime,
    lines: Sequence[OrderLine] | None = None,
    kind: str = "",
    reason: str = "",
    **data: Any,
) -> None:
    """Make a move of the ladder with a locked request, save it, let the order's flags follow, and record it. Its number
    is drawn last, when it first leaves the draft for others to see: the day's counter makes everybody else wait."""
    order: Order = request.order
    request.state = states.after(request.state, verb)
    if request.state in states.ENDED:
        request.ended_at = at
    flags.follow(request, order, lines if lines is not None else orders.lines_of(order), items, at)
    if request.number is None and request.state in states.UNDER_WAY:
        request.number = numbering.draw(numbering.Series.CHANGE_REQUEST, dates.business_day(at))
    save(request, items, at)
    events.record(kind or KINDS[verb], request, at=at, reason=reason, order=str(order), **data)


KINDS = {
    Move.ASK: "change.asked",
    Move.SUBMIT: "change.submitted",
    Move.RETURN: "change.returned",
    Move.REJECT: "change.rejected",
    Move.APPROVE: "change.approved",
    Move.WITHDRAW: "change.withdrawn",
    Move.SUPERSEDE: "change.superseded",
    Move.OVERTAKE: "change.overtaken",
    Move.REBASE: "change.rebased",
}


def overtake(
    request: ChangeRequest, order: Order, lines: Sequence[OrderLine], moved: list[overtaking.Conflict], at: datetime
) -> None:
    """Mark a locked request as overtaken by what moved under it; nobody is asked about it any more."""
    effect.overtake(request, order, lines, moved, at)
    let_go(request, at)


def let_go(request: ChangeRequest, at: datetime) -> None:
    """Nobody is asked about a request any more: neither those who decide nor the departments."""
    approval.withdraw(policies.SUBJECT, request.pk, at=at)
    assessing.stand_down(request, at=at)
