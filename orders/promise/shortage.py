"""A count found less than was reserved: the lowest-priority reservations go, their owners are told (SEMANTICS 10)."""

from collections.abc import Iterable
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


def let_go(*, actor: User, stock_row_id: int, excess: Decimal, at: datetime) -> None:
    """Release at least ``excess`` of what orders hold on a stock row, lowest priority first.

    Lines that lost stock are promised anew where their day can no longer be met. Fills
    ``products.stock.shortfall``: orders are locked here, before the stock row.
    """
    chosen, gone = _choose(stock_row_id, excess), excess
    orders = together.lock_orders({row.line.order_id for row in chosen})
    lines = together.lines_by_order(orders)
    by_line = {line.pk: line for found in lines.values() for line in found}
    rows = Reservation.objects.filter(stock_row_id=stock_row_id, line_id__in=[row.line_id for row in chosen])
    held = {row.line_id: row for row in rows.select_related("stock_row")}
    kits.load(by_line[pk] for pk in held)
    short: dict[OrderLine, Decimal] = {}
    for row in (held[one.line_id] for one in chosen if one.line_id in held):
        if excess > ZERO:
            line, product_id = by_line[row.line_id], row.stock_row.product_id
            short[line] = kits.to_free(line, product_id, min(row.quantity, excess))
            excess -= min(row.quantity, short[line] * kits.pieces_of(line, product_id))
    reserving.release_parts(short, first=stock_row_id)
    for order in (orders[pk] for pk in sorted({line.order_id for line in short})):
        mine = [line for line in short if line.order_id == order.pk]
        lost = {row.stock_row.product_id: gone for row in held.values()}
        promising.promise_lines(order, mine, actor=actor, at=at, gone=lost)
        _tell(order, lines[order.pk], mine, at)
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


def _tell(order: Order, lines: list[OrderLine], short: Iterable[OrderLine], at: datetime) -> None:
    writing.save(order, derive.derive(order, lines), at)
    numbers = ", ".join(str(line.line_no) for line in short)
    events.record("order.released", order, at=at, lines=numbers, cause="count")
    inbox.notify(
        [pk for pk in (order.executing_owner_id, order.salesperson_id) if pk],
        kind="order.shortage",
        message=gettext_noop("%(order)s lost its reservation on lines %(lines)s: a stock count found less."),
        parameters={"order": str(order), "lines": numbers},
        subject=order,
        at=at,
    )
