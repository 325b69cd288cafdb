"""What follows from happenings of orders for how they are taken apart (docs/adr/0068, 0074)."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people.models import User
from common import operation
from orders.order import together
from orders.order.followers import Happening
from orders.order.models import Order, OrderLine
from orders.order.watchers import watchers
from tasks.decomposing import comparing, proposing
from tasks.decomposing.choices import ProposalState
from tasks.decomposing.models import Decomposition
from tasks.decomposing.operations import taking_apart
from tasks.task import queries

PROPOSED = "tasks.proposed"
_ENDS = (Happening.VOIDED, Happening.UNAPPROVED, Happening.CLOSED)


def follow(order: Order, what: Happening, *, lines: Sequence[OrderLine], actor: User, at: datetime) -> None:
    """An order that ends loses its open proposal; one that a change altered, or of which lines were opened again, is
    taken apart again where its tasks should change too, for somebody to release. Called under the order's lock."""
    if what in _ENDS:
        if (row := taking_apart.open_proposal(order)) is not None:
            taking_apart.end(row, ProposalState.DISCARDED, actor=actor, at=at)
    elif what == Happening.CHANGED:
        _again(order, list(lines), _CHANGED, actor, at)
    elif what == Happening.LINES_REOPENED:
        _again(order, together.lines_by_order([order.pk])[order.pk], _REOPENED, actor, at)


def proposals_of(order_id: int) -> QuerySet[Decomposition]:
    """The open proposal of an order."""
    return Decomposition.objects.filter(order=order_id, state=ProposalState.PROPOSED)


def what_was_taken_apart(order_id: int) -> QuerySet[Decomposition]:
    """The proposals of an order that are open or were released."""
    states = (ProposalState.PROPOSED, ProposalState.RELEASED)
    return Decomposition.objects.filter(order=order_id, state__in=states)


_AGAIN = (Happening.CHANGED, Happening.LINES_REOPENED)
HEARS = dict.fromkeys(_ENDS, proposals_of) | dict.fromkeys(_AGAIN, what_was_taken_apart)


def _again(order: Order, lines: list[OrderLine], message: str, actor: User, at: datetime) -> None:
    was_open = taking_apart.open_proposal(order)
    if was_open is not None:
        taking_apart.end(was_open, ProposalState.DISCARDED, actor=actor, at=at)
    if was_open is None and not _differs(order, lines, at):
        return
    row = taking_apart.write(order, lines, actor=actor, at=at)
    tell_proposed(row, message, actor=actor, at=at)


def _differs(order: Order, lines: list[OrderLine], at: datetime) -> bool:
    """Whether other tasks follow from the order than those that are there."""
    taken = proposing.take_apart(order, lines, at=at)
    before = taking_apart.said_before(order, taking_apart.last_released(order))
    found = comparing.compare(taken.drafts, queries.tasks_of([order.pk]), before, taken.over)
    return bool(found.added or found.changed or found.dropped)


def tell_proposed(row: Decomposition, message: str, *, actor: User, at: datetime) -> None:
    """Tell who follows the order that a proposal waits for its release, inside the operation that made it."""
    operation.current()
    inbox.notify(
        sorted(watchers(row.order, but=actor)),
        kind=PROPOSED,
        message=message,
        parameters={"order": str(row.order)},
        subject=row.order,
        at=at,
    )


_CHANGED = gettext_noop("%(order)s changed: its tasks should change too. Look at the proposal and release it.")
_REOPENED = gettext_noop("%(order)s was opened again: what was dropped is to be done again. Release the proposal.")
TAKEN_APART = gettext_noop("%(order)s is taken apart into tasks. Look at the proposal and release it.")
