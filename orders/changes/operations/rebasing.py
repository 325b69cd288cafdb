"""A request that was overtaken, or whose order has a new revision, is brought up to date (SEMANTICS 8)."""

from datetime import datetime

from accounts.people.models import User
from common.operation import operation
from orders.changes import fields, naming, policies, queries, states
from orders.changes.choices import Action
from orders.changes.models import ChangeItem, ChangeRequest
from orders.changes.operations import saving
from orders.changes.operations.drafting import require_effective
from orders.changes.states import Move, State
from orders.order import queries as orders
from orders.order.models import OrderLine


@operation
def rebase_request(*, actor: User, request_id: int, at: datetime, version: int | None = None) -> ChangeRequest:
    """Let a request stand on the present revision of its order, as a draft: what the order says by now already is no
    change any more, what asked about lines that are gone goes with them, a new line whose number was taken gets
    another. The rest asks for what it asked, beside what the order says now.

    Raises NotFound, NotAllowed, WrongState (not overtaken; the order is not effective any more, or frozen), Stale,
    Conflict (``change_open``: another request was begun meanwhile).
    """
    request, order, items = queries.lock_request(actor=actor, request_id=request_id, version=version)
    policies.require(actor, policies.REQUEST, order)
    states.after(request.state, Move.REBASE)
    require_effective(order)
    if request.state == State.STALE:
        queries.require_none_open(order.pk)
    lines = orders.lines_of(order)
    kept = _stand(request, lines, items)
    gone = [one.path for one in items if one not in kept]
    request.base_revision, request.conflicts = order.revision, []
    saving.move(request, Move.REBASE, kept, at=at, lines=lines, dropped=sorted(gone))
    return request


def _stand(request: ChangeRequest, lines: list[OrderLine], items: list[ChangeItem]) -> list[ChangeItem]:
    """The items that still ask for something, saved with what the order says now."""
    by_number = {line.line_no: line for line in lines}
    taken = [*by_number, *(one.line_no for one in items if one.line_no)]
    renumbered: dict[int, int] = {}
    kept = []
    for item in items:
        if item.action == Action.ADD and item.line_no in by_number:
            item.line_no = renumbered.setdefault(item.line_no, max([*taken, *renumbered.values()]) + 1)
        if _asks(item, request, by_number):
            item.save()
            kept.append(item)
        else:
            item.delete()
    return kept


def _asks(item: ChangeItem, request: ChangeRequest, lines: dict[int, OrderLine]) -> bool:
    """Whether an item still asks for anything; sets what the order says there now."""
    if item.action == Action.ADD:
        return True
    row = request.order if item.line_no is None else lines.get(item.line_no)
    known = naming.known_of(item)
    if row is None or known is None:
        return row is not None
    item.old = fields.value_of(row, known)
    return item.new != item.old
