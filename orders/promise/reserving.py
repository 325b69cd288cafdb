"""Reservation rows: pieces of stock rows held for order lines (SEMANTICS 10). Inside other operations.

Call under the orders' locks. Each function is set-based, sets ``line.reserved`` on the objects it is given
and leaves it to the caller to save the lines with what else he changes. Of a kit that counts its components the rows
hold these, always for the whole kits that ``line.reserved`` says (``kits``).
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
from orders.promise import kits
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


def release_parts(parts: Mapping[OrderLine, Decimal], first: int | None = None) -> None:
    """Give back so much of what is held for each line, what lies on the stock row ``first`` before all else, then what
    was held last."""
    kits.load(parts)
    by_line = {line.pk: line for line in parts}
    left = {
        (line.pk, product_id): pieces
        for line, quantity in parts.items()
        for product_id, pieces in kits.needs(line, quantity)
    }
    rows = _rows_of(by_line)
    rows.sort(key=lambda row: (row.stock_row_id != first, -row.pk))
    back = []
    for row in rows:
        key = (row.line_id, row.stock_row.product_id)
        part = min(row.quantity, left.get(key, ZERO))
        if part:
            left[key] -= part
            row.quantity -= part
            back.append((row.stock_row_id, part))
    for line, quantity in parts.items():
        line.reserved -= quantity
    write_lowered(rows)
    stock.release(rows=back)


def _rows_of(line_ids: Iterable[int]) -> list[Reservation]:
    rows = Reservation.objects.filter(line_id__in=list(line_ids)).select_related("stock_row")
    return list(rows.order_by("id"))


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
    kits.load(line for line, _want in wants)
    asked = [part for line, want in wants for part in kits.needs(line, want)]
    pools: dict[int, list[tuple[int, Decimal]]] = {}
    for product_id, row_id, quantity in stock.reserve(wanted=asked):
        pools.setdefault(product_id, []).append((row_id, quantity))
    held: list[Held] = []
    for line, want in wants:
        held += _pour(line, want, pools)
    if any(kits.is_counted(line) for line, _want in wants):  # what one component lacked leaves others over
        stock.release(rows=[part for pool in pools.values() for part in pool])
    return held


def _pour(line: OrderLine, want: Decimal, pools: Mapping[int, list[tuple[int, Decimal]]]) -> list[Held]:
    """Take ``want`` of a line, or as much as can be had, out of the pools of its products, in place; sets
    ``line.reserved``."""
    there = {pk: sum((part for _row, part in pools.get(pk, ())), ZERO) for pk, _pieces in kits.parts(line)}
    got = kits.enough_for(line, want, there)
    line.reserved += got
    return [
        Held(line.pk, row_id, part)
        for product_id, pieces in kits.needs(line, got)
        for row_id, part in _draw(pieces, pools.get(product_id, []))
    ]


def _draw(want: Decimal, pool: list[tuple[int, Decimal]]) -> list[tuple[int, Decimal]]:
    """Take ``want`` out of a pool, in place: (stock row id, pieces)."""
    taken = []
    while want and pool:
        row_id, there = pool[0]
        part = min(want, there)
        taken.append((row_id, part))
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
    kits.load(line for line, _quantity in wants)
    going: dict[OrderLine, Decimal] = {}
    for line, quantity in wants:
        going[line] = going.get(line, ZERO) + quantity
    rows = _rows_of(line.pk for line in going if line.reserved)
    by_line: dict[int, list[Reservation]] = {}
    for row in rows:
        by_line.setdefault(row.line_id, []).append(row)
    used: list[Held] = []
    back: list[tuple[int, Decimal]] = []
    for line, quantity in going.items():
        mine = by_line.get(line.pk, [])
        used += _use(line, quantity, [row for row in mine if row.stock_row.warehouse_id == warehouse_id])
        back += _keep_for(line, max(ZERO, line.open - quantity), mine)
    write_lowered(rows)
    stock.release(rows=back)
    return used


def _use(line: OrderLine, quantity: Decimal, rows: Iterable[Reservation]) -> list[Held]:
    """Lower the rows of one warehouse by what goes out."""
    left = dict(kits.needs(line, quantity))
    used = []
    for row in rows:
        part = min(row.quantity, left.get(row.stock_row.product_id, ZERO))
        if part:
            left[row.stock_row.product_id] -= part
            row.quantity -= part
            used.append(Held(line.pk, row.stock_row_id, part))
    return used


def _keep_for(line: OrderLine, open_then: Decimal, rows: Sequence[Reservation]) -> list[tuple[int, Decimal]]:
    """Lower the rows to what is still held for ``open_then`` of a line, and set ``line.reserved`` to it: (stock row id,
    pieces to give back)."""
    held: dict[int, Decimal] = {}
    for row in rows:
        held[row.stock_row.product_id] = held.get(row.stock_row.product_id, ZERO) + row.quantity
    line.reserved = kits.enough_for(line, min(line.reserved, open_then), held)
    kept = dict(kits.needs(line, line.reserved))
    spare = {product_id: quantity - kept.get(product_id, ZERO) for product_id, quantity in held.items()}
    back = []
    for row in rows:
        part = min(row.quantity, spare[row.stock_row.product_id])
        if part:
            spare[row.stock_row.product_id] -= part
            row.quantity -= part
            back.append((row.stock_row_id, part))
    return back


def hold_again(wants: Sequence[tuple[OrderLine, Decimal]], rows: Mapping[int, int], at: datetime) -> None:
    """Write reservations back after ``stock.take_back`` has put the goods and their reserved part back: so much of each
    line, on the stock row of each product in ``rows``."""
    held = []
    for line, quantity in wants:
        line.reserved += quantity
        held += [Held(line.pk, rows[product_id], pieces) for product_id, pieces in kits.needs(line, quantity)]
    _add(held, at)


def write_lowered(rows: Iterable[Reservation]) -> None:
    """Save lowered rows; an empty one is deleted, the trail keeps what was."""
    rows = list(rows)
    Reservation.objects.filter(pk__in=[row.pk for row in rows if not row.quantity]).delete()
    update_rows([row for row in rows if row.quantity], ["quantity"])
