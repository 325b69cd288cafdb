"""What a change does to what is held for its lines and to the days that can be promised. Saves nothing.

As at taking effect (``effect.carrying``): what a line holds beyond what is open of it goes back first, then each line
in turn gets what is there. Only lines whose promise is asked anew are looked at; the others keep their day.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from orders.changes.effect import carrying
from orders.changes.impact.sheet import ZERO, LineDays
from orders.changes.projecting import Projection
from orders.order.models import OrderLine
from orders.order.states import Closure
from orders.promise import kits, proposing, transit
from orders.promise.proposing import Desk, Proposal
from products.catalogue.choices import SupplyMode

_KIT = ("specification", "auxiliary_attribute")


@dataclass(frozen=True)
class Wanted:
    """A line as it would be, with what it would hold; ``was`` as it is, None for a new one."""

    line: OrderLine
    was: OrderLine | None
    proposal: Proposal
    parts: list[tuple[date, Decimal]]
    is_anew: bool

    @property
    def arrival(self) -> date:
        """The day it is promised then: a promise that can still be met stays, unless another day is wished for."""
        kept = self.was.promised_date if self.was is not None and not self.is_anew else None
        return max(kept, self.proposal.arrival) if kept else self.proposal.arrival


@dataclass
class Outlook:
    """What was found: the lines with their days; ``freed``: product → pieces that nobody holds any more."""

    wanted: list[Wanted] = field(default_factory=list)
    freed: dict[int, Decimal] = field(default_factory=dict)
    desk: Desk | None = None


def look(projection: Projection, today: date) -> Outlook:
    """The days of the touched lines, and what becomes free. A constant number of statements."""
    found = Outlook()
    if not projection.order.order_type.ships:
        return found
    asked, anew = carrying.asked_anew(projection), carrying.wishes_moved(projection)
    lines = [
        _as_held(line, projection.former(line.line_no))
        for line in projection.lines
        if line.line_no in asked and line.closure == Closure.OPEN
    ]
    found.freed = _freed(projection, lines)
    if not lines:
        return found
    kits.foresee([line for line in lines if _is_fresh(projection, line)])
    kits.load(lines)
    desk = proposing.desk(projection.order, lines, today)
    desk.take_off({product_id: -pieces for product_id, pieces in found.freed.items()})
    for line in lines:
        proposal = desk.propose(line)
        parts = proposing.days_by_part(proposal, transit.NONE if line.is_service else desk.way)
        found.wanted.append(Wanted(line, projection.former(line.line_no), proposal, parts, line.line_no in anew))
    found.desk = desk
    return found


def _as_held(line: OrderLine, was: OrderLine | None) -> OrderLine:
    """A copy of the line with what it would hold: of other goods nothing, of the same no more than is open."""
    then = copy(line)
    then.pk = line.pk or -line.line_no  # a line that is only thought of needs a key too
    if was is None or _is_other(was, line):
        kits.forget(then)
        then.reserved = ZERO
    elif line.supply_mode not in (was.supply_mode, SupplyMode.STOCK):
        then.reserved = ZERO
    then.reserved = min(then.reserved, then.open)
    return then


def _is_fresh(projection: Projection, line: OrderLine) -> bool:
    """Whether what it is put together from is not written down yet."""
    was = projection.former(line.line_no)
    return was is None or _is_other(was, line)


def _is_other(was: OrderLine, line: OrderLine) -> bool:
    """Whether it asks for other goods: another product, or a kit put together from other parts."""
    return line.product_id != was.product_id or (
        was.by_components and any(getattr(line, name) != getattr(was, name) for name in _KIT)
    )


def _freed(projection: Projection, lines: Sequence[OrderLine]) -> dict[int, Decimal]:
    """Product → pieces that the former lines hold and those after them would not."""
    after = {line.line_no: line for line in lines}
    losing: list[tuple[OrderLine, Decimal]] = []
    for was in projection.before:
        then = after.get(was.line_no)
        gone = was.line_no in projection.touched and projection.line(was.line_no) is None
        if was.reserved and (gone or then is not None):
            kept = then.reserved if then is not None and not _is_other(was, then) else ZERO
            if was.reserved > kept:
                losing.append((was, was.reserved - kept))
    kits.load([line for line, _pieces in losing])
    freed: dict[int, Decimal] = {}
    for line, quantity in losing:
        for product_id, pieces in kits.needs(line, quantity):
            freed[product_id] = freed.get(product_id, ZERO) + pieces
    return freed


def told(found: Outlook) -> list[LineDays]:
    """The lines for the sheet."""
    return [_line(one) for one in found.wanted]


def _line(one: Wanted) -> LineDays:
    line, was = one.line, one.was
    held = was.reserved if was is not None else ZERO
    wished = proposing.last_requested(line)
    return LineDays(
        line_no=line.line_no,
        product_code=line.product_code,
        unit=line.unit,
        quantity=line.open,
        wished=wished,
        promised=was.promised_date if was is not None else None,
        arrival=one.arrival,
        in_time=in_time(one.parts, wished, line.open),
        parts=one.parts,
        links=one.proposal.links,
        held=held,
        given_back=max(ZERO, held - line.reserved),
        more=max(ZERO, line.open - line.reserved) if line.needs_stock else ZERO,
        supply_mode=line.supply_mode,
        is_new=was is None,
    )


def in_time(parts: Iterable[tuple[date, Decimal]], wished: date | None, open_quantity: Decimal) -> Decimal:
    """How many pieces are there by the wished day: all of them where none is wished."""
    if wished is None:
        return open_quantity
    return sum((quantity for day, quantity in parts if day <= wished), ZERO)


def order_arrival(projection: Projection, days: Mapping[int, date]) -> date | None:
    """The order's promise then: the latest of its open lines, new days where there are some."""
    found = [
        day
        for line in projection.lines
        if line.closure == Closure.OPEN and (day := days.get(line.line_no, line.promised_date))
    ]
    return max(found, default=None)
