"""The comparison that a request stands for, at any point of its life: against the order while it is open, between the
two revisions once it took effect, item by item where the order went on without it."""

from dataclasses import dataclass
from datetime import datetime

from accounts.people.models import User
from common import errors
from orders.changes import diffing, naming, projecting, queries, states, wording
from orders.changes.diff_rows import Diff, FieldRow
from orders.changes.models import ChangeItem, ChangeRequest
from orders.changes.projecting import Projection
from orders.changes.revisions import snapshot
from orders.changes.revisions.models import OrderRevision
from orders.order import queries as orders
from orders.order.models import Order


@dataclass(frozen=True)
class Compared:
    """``diff`` None: what was asked can only be told item by item (``items``), as the order is another one by now."""

    diff: Diff | None
    items: list[FieldRow]
    projection: Projection | None = None
    problem: str = ""


def of_request(actor: User, request: ChangeRequest, at: datetime) -> Compared:
    """The request before ``actor``'s eyes, its order and items read. Raises NotFound."""
    order = orders.get_order_by_id(actor=actor, order_id=request.order_id)
    return compared(actor, request, order, queries.items_of(request), at)


def compared(actor: User, request: ChangeRequest, order: Order, items: list[ChangeItem], at: datetime) -> Compared:
    """The request before ``actor``'s eyes. Saves nothing."""
    if request.revision is not None:
        return Compared(_between(actor, request, order), [])
    if request.state in states.OPEN or request.base_revision == order.revision:
        try:
            found = projecting.project(order, orders.lines_of(order), items, actor=request.created_by, at=at)
            return Compared(diffing.diff(found, actor), [], found)
        except errors.Invalid as fault:
            return Compared(None, told(actor, items), problem=fault.brief())
    return Compared(None, told(actor, items))


def _between(actor: User, request: ChangeRequest, order: Order) -> Diff | None:
    kept = {one.revision: one for one in OrderRevision.objects.filter(order=order, revision__gte=request.base_revision)}
    former = kept.get(request.base_revision)
    if former is None:
        return None
    was, before = snapshot.restored(former.content)
    later = kept.get(request.base_revision + 1)
    now, lines = snapshot.restored(later.content) if later else (order, orders.lines_of(order))
    return diffing.compare(was, before, now, lines, actor)


def told(actor: User, items: list[ChangeItem]) -> list[FieldRow]:
    """Items in words, one by one; what is not the reader's to see is left out."""
    sight, codes = wording.sight_of(actor), naming.codes_of(items)
    found = []
    for item in items:
        known = naming.known_of(item)
        if known is not None and (known.column in sight.hidden or known.column in sight.masked):
            continue
        label = wording.label_of(item.line_no, item.field)
        found.append(
            FieldRow(item.path, label, naming.text(known, item.old, codes), naming.text(known, item.new, codes))
        )
    return found
