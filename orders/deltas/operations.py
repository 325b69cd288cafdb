"""Writing down how what was agreed moved, as it moves (SEMANTICS 8, R314): one statement, within the caller's
transaction and under his lock of the order. Rows are never changed.

Of an order and a line the rows add up to what it says now: ordered, its amount after its share of the reduction, and
what was let go; of an order that is not in force they add up to nothing. History has none: nobody knows how it moved.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.db import connection

from accounts.people.models import User
from common import dates, operation, prepared
from common.rows import insert_rows
from orders.deltas.models import LineDelta
from orders.order.models import Order, OrderLine
from orders.order.states import Origin

Cause = LineDelta.Cause
ZERO = Decimal(0)


@dataclass(frozen=True)
class Standing:
    """What is agreed of a line, in its unit and the order's currency."""

    line_no: int
    product_id: int
    ordered: Decimal
    amount: Decimal
    let_go: Decimal


def standing(lines: Iterable[OrderLine]) -> list[Standing]:
    """What is agreed of these lines as they are at hand."""
    return [
        Standing(line.line_no, line.product_id, line.ordered, line.amount - line.reduction, line.short_closed)
        for line in lines
    ]


def note(
    order: Order,
    cause: Cause,
    *,
    before: Iterable[Standing],
    after: Iterable[Standing],
    by: User,
    at: datetime,
    reason: str = "",
    document: str = "",
) -> int:
    """Write by how much each line moved from ``before`` to ``after``; gives the number of rows. ``order.revision`` is
    the one that holds after it. A line of another product leaves with the one and comes with the other."""
    operation.current()
    if order.origin == Origin.HISTORY:
        return 0
    was = {(one.line_no, one.product_id): one for one in before}
    now = {(one.line_no, one.product_id): one for one in after}
    day = dates.business_day(at)
    rows = []
    for key in sorted(was.keys() | now.keys()):
        ordered, amount, let_go = _moved(was.get(key), now.get(key))
        if ordered or amount or let_go:
            line_no, product_id = key
            rows.append(
                LineDelta(
                    order=order,
                    line_no=line_no,
                    product_id=product_id,
                    cause=cause,
                    document=document,
                    revision=order.revision,
                    ordered=ordered,
                    amount=amount,
                    let_go=let_go,
                    reason=reason[:200],
                    by=by,
                    at=at,
                    day=day,
                )
            )
    insert_rows(rows)
    return len(rows)


def _moved(was: Standing | None, now: Standing | None) -> tuple[Decimal, Decimal, Decimal]:
    nothing = Standing(0, 0, ZERO, ZERO, ZERO)
    was, now = was or nothing, now or nothing
    return now.ordered - was.ordered, now.amount - was.amount, now.let_go - was.let_go


_OF_LINES = """
    INSERT INTO orders_linedelta
        (order_id, line_no, product_id, cause, document, revision, ordered, amount, let_go, reason, by_id, at, day)
    SELECT l.order_id, l.line_no, l.product_id, {cause}, '', o.revision, {sign}l.ordered,
        {sign}(l.amount - l.reduction), {sign}l.short_closed, {reason}, {by}, {at}, ({at} AT TIME ZONE %(zone)s)::date
    FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id
    WHERE {which} AND o.origin <> 'HISTORY'
    ORDER BY l.order_id, l.line_no
"""
_WHOLE = {
    "cause": "%(cause)s::varchar",
    "reason": "%(reason)s::varchar",
    "by": "%(by)s::bigint",
    "which": "l.order_id = ANY(%(orders)s::bigint[])",
}
_IN = _OF_LINES.format(sign="", at="%(at)s::timestamptz", **_WHOLE)
_OUT = _OF_LINES.format(sign="-", at="%(at)s::timestamptz", **_WHOLE)
# a taken-over order was agreed when its file says
_TAKEN_OVER = _OF_LINES.format(sign="", at="coalesce(o.effective_at, %(at)s::timestamptz)", **_WHOLE)


def note_effective(order: Order, *, by: User, at: datetime, reason: str = "") -> None:
    """All lines of an order that takes effect, as they are saved."""
    _whole(_IN, Cause.EFFECTIVE, [order.pk], by, at, reason)


def note_taken_over(order_ids: Collection[int], *, by: User, at: datetime) -> None:
    """All lines of open orders that are taken over, since the day that their file says."""
    _whole(_TAKEN_OVER, Cause.EFFECTIVE, order_ids, by, at, "")


def note_undone(order: Order, cause: Cause, *, by: User, at: datetime, reason: str = "") -> None:
    """All lines of an order that was in force and no longer is: its approval was taken back, or it was made void.
    Call before its lines change."""
    _whole(_OUT, cause, [order.pk], by, at, reason)


def note_let_go(
    order: Order, was: Sequence[Standing], lines: Sequence[OrderLine], *, by: User, at: datetime, reason: str = ""
) -> None:
    """What of an order's lines was let go by closing them, or is to be delivered again by opening them. No statement
    where nothing was."""
    former = {one.line_no: one for one in was}
    for cause, moved in (
        (Cause.CLOSED, [line for line in lines if line.short_closed > former[line.line_no].let_go]),
        (Cause.REOPENED, [line for line in lines if line.short_closed < former[line.line_no].let_go]),
    ):
        if moved:
            before = [former[line.line_no] for line in moved]
            note(order, cause, before=before, after=standing(moved), by=by, at=at, reason=reason)


def _whole(sql: str, cause: Cause, order_ids: Collection[int], by: User, at: datetime, reason: str) -> None:
    operation.current()
    said = {"cause": str(cause), "orders": list(order_ids), "by": by.pk, "at": at, "reason": reason[:200]}
    with connection.cursor() as cursor:
        prepared.execute(cursor, sql, {**said, "zone": settings.BUSINESS_TIME_ZONE})
