"""Less is there than was reserved: reservations go (after a count those of lowest priority), their owners are told
(SEMANTICS 10)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people.models import User
from common import events
from common.rows import update_rows
from orders.order import derive, together, writing
from orders.order.models import Order, OrderLine
from orders.promise import kits, promising, queries, reserving
from orders.promise.models import Reservation

ZERO = Decimal(0)
_WORDS = {
    "count": gettext_noop("%(order)s lost its reservation on lines %(lines)s: a stock count found less."),
    "warehouse": gettext_noop("%(order)s lost its reservation on lines %(lines)s: the warehouse holds less."),
}


def let_go(*, actor: User, stock_row_id: int, excess: Decimal, at: datetime) -> None:
    """Release at least ``excess`` of what orders hold on a stock row, lowest priority first.

    Lines that lost stock are promised anew where their day can no longer be met. Fills
    ``products.stock.shortfall``: orders are locked here, before the stock row.
    """
    lines = [row.line for row in _choose(stock_row_id, excess)]
    release(lines, stock_row_id=stock_row_id, excess=excess, actor=actor, at=at, cause="count")


def release(
    wanted: Sequence[OrderLine], *, stock_row_id: int, excess: Decimal, actor: User, at: datetime, cause: str
) -> None:
    """Release ``excess`` of what these lines hold on a stock row, one after the other as they are given, and promise
    anew what can no longer be met. Orders are locked here, before the stock row."""
    gone = excess
    orders = together.lock_orders({line.order_id for line in wanted})
    lines = together.lines_by_order(orders)
    by_line = {line.pk: line for found in lines.values() for line in found}
    chosen = [line.pk for line in wanted if line.pk in by_line]
    rows = Reservation.objects.filter(stock_row_id=stock_row_id, line_id__in=chosen)
    held = {row.line_id: row for row in rows.select_related("stock_row")}
    kits.load(by_line[pk] for pk in held)
    short: dict[OrderLine, Decimal] = {}
    for row in (held[pk] for pk in chosen if pk in held):
        if excess > ZERO:
            line, product_id = by_line[row.line_id], row.stock_row.product_id
            short[line] = kits.to_free(line, product_id, min(row.quantity, excess))
            excess -= min(row.quantity, short[line] * kits.pieces_of(line, product_id))
    reserving.release_parts(short, first=stock_row_id)
    for order in (orders[pk] for pk in sorted({line.order_id for line in short})):
        mine = [line for line in short if line.order_id == order.pk]
        lost = {row.stock_row.product_id: gone for row in held.values()}
        promising.promise_lines(order, mine, actor=actor, at=at, gone=lost)
        _tell(order, lines[order.pk], mine, at, cause)
    update_rows(list(short), ["reserved", *promising.COLUMNS])


def _choose(stock_row_id: int, excess: Decimal) -> list[Reservation]:
    """The rows to go, the least urgent first."""
    rows = Reservation.objects.filter(stock_row_id=stock_row_id).select_related("line__order")
    chosen, covered = [], ZERO
    for row in sorted(rows, key=lambda row: queries.urgency(row.line), reverse=True):
        if covered >= excess:
            break
        chosen.append(row)
        covered += row.quantity
    return chosen


def _tell(order: Order, lines: list[OrderLine], short: Iterable[OrderLine], at: datetime, cause: str) -> None:
    writing.save(order, derive.derive(order, lines), at)
    numbers = ", ".join(str(line.line_no) for line in short)
    events.record("order.released", order, at=at, lines=numbers, cause=cause)
    inbox.notify(
        [pk for pk in (order.executing_owner_id, order.salesperson_id) if pk],
        kind="order.shortage",
        message=_WORDS[cause],
        parameters={"order": str(order), "lines": numbers},
        subject=order,
        at=at,
    )
