"""Reservation rows: pieces of stock rows held for order lines (SEMANTICS 10). Inside other operations.

Call under the orders' locks. Each function is set-based, sets ``line.reserved`` on the objects it is given
and leaves it to the caller to save the lines with what else he changes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from common.rows import update_rows
from orders.order.models import Order, OrderLine
from orders.order.states import Closure
from orders.promise.models import Reservation
from products.catalogue.choices import SupplyMode
from products.stock import operations as stock

ZERO = Decimal(0)


@dataclass(frozen=True)
class Held:
    """So many pieces of a stock row that were (or are again) held for a line."""

    line_id: int
    stock_row_id: int
    quantity: Decimal


def missing(line: OrderLine) -> Decimal:
    """What of a line's open quantity is not reserved yet; nothing for what does not pass through our stock, for closed
    and for frozen lines."""
    if not line.needs_stock or line.closure != Closure.OPEN or line.is_frozen:
        return ZERO
    return max(ZERO, line.open - line.reserved)


def by_themselves(lines: Iterable[OrderLine]) -> list[OrderLine]:
    """The lines that take stock without being told to: those supplied from stock. What is replenished or made to order
    waits for its own goods, and gets others only from a person's hand (R122, R123)."""
    return [line for line in lines if line.supply_mode == SupplyMode.STOCK]


def reserve_lines(order: Order, lines: Sequence[OrderLine], at: datetime) -> list[OrderLine]:
    """Hold as much stock as there is for what is open, lines by number; returns the lines that got some.

    Less than asked is no error: the shortage is the line's open quantity above ``reserved``.
    """
    return _hold(take(order, lines), lines, at)


def reserve_in_turn(lines: Sequence[OrderLine], at: datetime) -> list[OrderLine]:
    """Hold stock for these lines of any orders that ship, one after the other as they are given, each as much as
    it lacks and there is; returns the lines that got some."""
    return _hold(_take_in_turn(lines), lines, at)


def reserve_exactly(wants: Sequence[tuple[OrderLine, Decimal]], at: datetime) -> None:
    """Hold these quantities for these lines, no more; less where there is less, which the caller sees at
    ``reserved``."""
    _add(_take_wanted(wants), at)


def release_parts(parts: Mapping[OrderLine, Decimal]) -> None:
    """Give back so much of what is held for each line, what was held last first."""
    left = {line.pk: quantity for line, quantity in parts.items()}
    by_line = {line.pk: line for line in parts}
    rows = list(Reservation.objects.filter(line_id__in=left).order_by("-id"))
    back = []
    for row in rows:
        part = min(row.quantity, left[row.line_id])
        if part:
            left[row.line_id] -= part
            back.append((row.stock_row_id, part))
            _lower(row, by_line[row.line_id], part)
    write_lowered(rows)
    stock.release(rows=back)


def _hold(held: Sequence[Held], lines: Iterable[OrderLine], at: datetime) -> list[OrderLine]:
    _add(held, at)
    got = {row.line_id for row in held}
    return [line for line in lines if line.pk in got]


def take(order: Order, lines: Sequence[OrderLine]) -> list[Held]:
    """Take from stock what ``reserve_lines`` holds and set ``line.reserved``; the caller writes the rows."""
    if not order.order_type.ships or order.is_frozen:
        return []
    return _take_in_turn(sorted(lines, key=lambda line: line.line_no))


def _take_in_turn(lines: Iterable[OrderLine]) -> list[Held]:
    return _take_wanted([(line, quantity) for line in lines if (quantity := missing(line))])


def _take_wanted(wants: Sequence[tuple[OrderLine, Decimal]]) -> list[Held]:
    pools: dict[int, list[tuple[int, Decimal]]] = {}
    for product_id, row_id, quantity in stock.reserve(wanted=[(line.product_id, want) for line, want in wants]):
        pools.setdefault(product_id, []).append((row_id, quantity))
    held: list[Held] = []
    for line, want in wants:
        held += _pour(line, want, pools.get(line.product_id, []))
    return held


def _pour(line: OrderLine, want: Decimal, pool: list[tuple[int, Decimal]]) -> list[Held]:
    """Take ``want`` out of the pool of its product, in place; sets ``line.reserved``."""
    taken = []
    while want and pool:
        row_id, there = pool[0]
        part = min(want, there)
        taken.append(Held(line.pk, row_id, part))
        line.reserved += part
        want -= part
        if part == there:
            pool.pop(0)
        else:
            pool[0] = (row_id, there - part)
    return taken


def _add(held: Sequence[Held], at: datetime) -> None:
    """Write reservation rows; a line that holds pieces of the row already holds more of them."""
    if not held:
        return
    with connection.cursor() as cursor:
        cursor.execute(ADD, parameters(held, at))


def parameters(held: Sequence[Held], at: datetime) -> dict[str, Any]:
    """What ``ADD`` asks for."""
    return {
        "at": at,
        "lines": [row.line_id for row in held],
        "stock_rows": [row.stock_row_id for row in held],
        "quantities": [row.quantity for row in held],
    }


ADD = """
    INSERT INTO orders_reservation AS r (line_id, stock_row_id, quantity, created_at)
    SELECT line, stock, quantity, %(at)s
    FROM unnest(%(lines)s::bigint[], %(stock_rows)s::bigint[], %(quantities)s::numeric[]) AS v(line, stock, quantity)
    ON CONFLICT (line_id, stock_row_id) DO UPDATE SET quantity = r.quantity + excluded.quantity
"""


def release_lines(lines: Iterable[OrderLine], at: datetime) -> list[OrderLine]:
    """Give back everything that is held for these lines; returns those that held something."""
    holding = {line.pk: line for line in lines if line.reserved}
    if not holding:
        return []
    rows = list(Reservation.objects.filter(line_id__in=holding))
    stock.release(rows=[(row.stock_row_id, row.quantity) for row in rows])
    Reservation.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for line in holding.values():
        line.reserved = ZERO
    return list(holding.values())


def stock_rows_of(lines: Iterable[OrderLine]) -> set[int]:
    """The stock rows on which something is held for these lines."""
    held = Reservation.objects.filter(line_id__in=[line.pk for line in lines if line.reserved])
    return set(held.values_list("stock_row_id", flat=True))


def consume(wants: Sequence[tuple[OrderLine, Decimal]], *, warehouse_id: int) -> list[Held]:
    """Use up reservations for goods that leave ``warehouse_id``: (line, quantity going out), before the caller
    adds the quantity to ``shipped``. Returns what was held in that warehouse, for ``stock.issue``.

    Pieces held elsewhere are given back as far as nothing is left open for them.
    """
    lines = {line.pk: line for line, _quantity in wants}
    rows = list(
        Reservation.objects.filter(line_id__in=[pk for pk, line in lines.items() if line.reserved])
        .select_related("stock_row")
        .order_by("id")
    )
    going: dict[int, Decimal] = {}
    for line, quantity in wants:
        going[line.pk] = going.get(line.pk, ZERO) + quantity
    used, back = [], []
    left = dict(going)
    for row in (row for row in rows if row.stock_row.warehouse_id == warehouse_id):
        part = min(row.quantity, left[row.line_id])
        if part:
            left[row.line_id] -= part
            used.append(Held(row.line_id, row.stock_row_id, part))
            _lower(row, lines[row.line_id], part)
    for row in rows:
        line = lines[row.line_id]
        part = min(row.quantity, max(ZERO, line.reserved - max(ZERO, line.open - going[line.pk])))
        if part:
            back.append((row.stock_row_id, part))
            _lower(row, line, part)
    write_lowered(rows)
    stock.release(rows=back)
    return used


def hold_again(held: Sequence[Held], lines: Mapping[int, OrderLine], at: datetime) -> None:
    """Write reservations back after ``stock.take_back`` has put the goods and their reserved part back."""
    for row in held:
        lines[row.line_id].reserved += row.quantity
    _add(held, at)


def _lower(row: Reservation, line: OrderLine, part: Decimal) -> None:
    row.quantity -= part
    line.reserved -= part


def write_lowered(rows: Iterable[Reservation]) -> None:
    """Save lowered rows; an empty one is deleted, the trail keeps what was."""
    rows = list(rows)
    Reservation.objects.filter(pk__in=[row.pk for row in rows if not row.quantity]).delete()
    update_rows([row for row in rows if row.quantity], ["quantity"])
