"""The revisions of an order: which there were, who made each and why, how it stood then, any two beside each other
(SEMANTICS 8, R314)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from accounts.people.models import User
from common import errors
from orders.changes import diffing
from orders.changes.diff_rows import Diff
from orders.changes.models import ChangeRequest
from orders.changes.revisions import snapshot
from orders.changes.revisions.models import OrderRevision
from orders.changes.states import State
from orders.order import policies as order_policies
from orders.order import queries as orders
from orders.order.models import Order, OrderLine


@dataclass(frozen=True)
class Revision:
    """A revision and what made it: the first was approved, each later one came with a change (``request``), which
    ``by`` asked for. ``until`` is None of the present one, ``amount`` for who may not see amounts."""

    number: int
    since: datetime | None
    until: datetime | None
    by: str
    reason: str
    request: ChangeRequest | None
    lines: int
    amount: Decimal | None
    currency: str

    @property
    def is_present(self) -> bool:
        """Whether it is in force."""
        return self.until is None


def list_revisions(actor: User, order: Order) -> list[Revision]:
    """All of them, the present one first. Two statements; ``order`` as the actor was given it."""
    kept = list(OrderRevision.objects.filter(order=order).order_by("revision"))
    made = ChangeRequest.objects.filter(order=order, state=State.EFFECTIVE).select_related("reason", "created_by")
    by_number = {one.revision: one for one in made}
    shows = "total_amount" not in order_policies.hidden_columns(actor)
    since = kept[-1].ended_at if kept else order.effective_at
    amount = order.total_amount if shows else None
    present = (order.revision, since, None, order.line_count, amount)
    former = [
        (
            one.revision,
            one.began_at,
            one.ended_at,
            len(one.content["lines"]),
            Decimal(one.content["head"]["total_amount"]) if shows else None,
        )
        for one in kept
    ]
    rows = [present, *reversed(former)]
    return [_revision(order, by_number.get(row[0]), *row) for row in rows]


def _revision(
    order: Order,
    request: ChangeRequest | None,
    number: int,
    since: datetime | None,
    until: datetime | None,
    lines: int,
    amount: Decimal | None,
) -> Revision:
    who: Any = request.created_by if request else order.created_by
    return Revision(
        number=number,
        since=since,
        until=until,
        by=who.name,
        reason=why(request) if request else "",
        request=request,
        lines=lines,
        amount=amount,
        currency=order.currency_id,
    )


def why(request: ChangeRequest) -> str:
    """The reason of a change in a line."""
    reason = str(request.reason) if request.reason else ""
    return " · ".join(text for text in (reason, request.reason_text) if text)


def as_it_stood(order: Order, number: int) -> tuple[Order, list[OrderLine]]:
    """The order and its lines in a revision; the present one as they are. For showing, never to be saved.

    Raises NotFound.
    """
    if number == order.revision:
        return order, orders.lines_of(order)
    kept = OrderRevision.objects.filter(order=order, revision=number).first()
    if kept is None:
        raise errors.NotFound()
    return snapshot.restored(kept.content)


def compare(actor: User, order: Order, former: int, later: int) -> Diff:
    """Two revisions of an order beside each other, as ``actor`` may see it. Raises NotFound."""
    was, before = as_it_stood(order, former)
    now, lines = as_it_stood(order, later)
    return diffing.compare(was, before, now, lines, actor)


def chosen(order: Order, former: int | None, later: int | None) -> tuple[int, int]:
    """Which two to compare: those named, the present one and the one before it where none are."""
    later = later or order.revision
    return (former if former is not None else max(1, later - 1)), later
