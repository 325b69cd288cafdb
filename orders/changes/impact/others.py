"""What a change costs other orders, and what it gives them. Reads only; over all rows, whoever asks.

A promise takes nothing from anybody by itself (docs/adr/0041): ``breaking`` says which promises would move **if** the
wished days are to be kept with pieces that others hold, ``gaining`` which lines wait for pieces that become free. Kits
that count their components are left alone, as where goods are given out anew.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from common.workdays import calendar
from orders.changes.impact.promises import Outlook, Wanted, in_time
from orders.changes.impact.sheet import ZERO, Other
from orders.order.models import OrderLine
from orders.promise import kits, proposing, queries
from orders.promise.allocation import plans
from orders.promise.allocation.plans import Change
from products.catalogue.choices import SupplyMode

MOST = 50  # lines of others that are told, by product; more of them do not change a decision


@dataclass
class Taking:
    """What keeping the wished days costs: the promises of others that get later, and the numbers of our lines that
    would be in time then."""

    broken: list[Other] = field(default_factory=list)
    kept: set[int] = field(default_factory=set)


def breaking(found: Outlook, order_id: int, today: date) -> Taking:
    """What keeping the wished days with pieces of others would do. A constant number of statements."""
    needs = [(one, lack) for one in found.wanted if (lack := _lack(one, found, today))]
    if not needs:
        return Taking()
    by_product: dict[int, list[OrderLine]] = {}
    for line in plans.losers({one.line.product_id for one, _lack in needs}, but_order=order_id):
        by_product.setdefault(line.product_id, []).append(line)
    after: dict[OrderLine, Decimal] = {}
    ours: dict[OrderLine, Decimal] = {}
    kept = set()
    for one, lack in needs:
        got = plans.take(lack, by_product.get(one.line.product_id, []), after)
        ours[one.line] = one.line.reserved + got
        if got == lack:
            kept.add(one.line.line_no)
    plan = plans.consequences({**after, **ours}, today, found.freed)
    rows = [one for one in plan.broken if one.line not in ours]
    return Taking([_told(one) for one in sorted(rows, key=lambda one: (-one.days, one.line.pk))], kept)


def _lack(one: Wanted, found: Outlook, today: date) -> Decimal:
    """Pieces that others would have to give so that the line is there by its wished day; nothing where goods from our
    stock would not do either."""
    line, wished = one.line, proposing.last_requested(one.line)
    if wished is None or found.desk is None or not line.needs_stock:
        return ZERO
    if kits.is_counted(line) or line.supply_mode == SupplyMode.MAKE:
        return ZERO
    if found.desk.way.arrival(calendar().on_or_after(today)) > wished:
        return ZERO
    return line.open - in_time(one.parts, wished, line.open)


def gaining(found: Outlook, order_id: int, today: date) -> list[Other]:
    """Who waits for pieces that become free, the most urgent first, and the day he could have with them. A constant
    number of statements."""
    freed = _left_over(found)
    if not freed:
        return []
    rows = plans.lines_of(freed.keys()).exclude(order=order_id)
    waiting = queries.short_lines().filter(pk__in=rows.values("pk"), is_frozen=False, order__is_frozen=False)
    waiting = waiting.exclude(supply_mode=SupplyMode.MAKE)
    after: dict[OrderLine, Decimal] = {}
    for line in sorted(waiting, key=queries.urgency):
        part = min(freed[line.product_id], line.open - line.reserved)
        if part > ZERO and len(after) < MOST:
            freed[line.product_id] -= part
            after[line] = line.reserved + part
    return [_told(one) for one in plans.consequences(after, today, _left_over(found)).changes]


def _left_over(found: Outlook) -> dict[int, Decimal]:
    """What becomes free of a product and the lines of the order itself do not take again."""
    left = dict(found.freed)
    for one in found.wanted:
        lacks = one.line.open - one.line.reserved
        for product_id, pieces in kits.needs(one.line, lacks) if one.line.needs_stock and lacks > ZERO else ():
            if product_id in left:
                left[product_id] -= pieces
    return {product_id: pieces for product_id, pieces in left.items() if pieces > ZERO}


def _told(one: Change) -> Other:
    return Other(
        line_id=one.line.pk,
        order_id=one.line.order_id,
        order=str(one.line.order.number or ""),
        line_no=one.line.line_no,
        product_code=one.line.product_code,
        unit=one.line.unit,
        pieces=one.gain,
        promised=one.line.promised_date,
        arrival=one.promised,
    )
