"""What of an order is taken apart together: a line, a dated part of it, or lines that are alike; and the days on which
deliveries are wished (R132). Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from orders.order import scheduling
from orders.order.models import Order, OrderLine
from orders.order.states import Closure

FAR = date.max


@dataclass(frozen=True)
class Slot:
    """So much of some lines, wished for a day, to leave our door by ``due``. ``part``: which of the line's dated parts,
    from one; ``parts``: of how many."""

    lines: tuple[OrderLine, ...]
    part: int
    quantity: Decimal
    wished: date | None
    due: date | None
    parts: int = 1

    @property
    def line(self) -> OrderLine:
        """The first of its lines."""
        return self.lines[0]

    @property
    def line_no(self) -> int | None:
        """The line, None where several were put together."""
        return self.line.line_no if len(self.lines) == 1 else None

    @property
    def key(self) -> tuple[int, int]:
        """What tells it from others of the order."""
        return self.line.line_no, self.part


def is_to_do(line: OrderLine) -> bool:
    """Whether something of the line is still to be delivered."""
    return line.closure == Closure.OPEN and line.open > 0


def slots_of(order: Order, line: OrderLine) -> list[Slot]:
    """The dated parts of a line, the earliest first; a line without is one."""
    on_the_way = _on_the_way(line)
    parts = scheduling.of(line.schedule)
    if len(parts) > 1:
        return [
            Slot((line,), number, part.quantity, part.requested_date, part.requested_date - on_the_way, len(parts))
            for number, part in enumerate(sorted(parts), start=1)
        ]
    wished = line.requested_date or order.requested_date
    due = line.promised_ship_date or (wished - on_the_way if wished else None)
    return [Slot((line,), 1, line.ordered - line.short_closed, wished, due)]


def _on_the_way(line: OrderLine) -> timedelta:
    if line.promised_date and line.promised_ship_date:
        return max(timedelta(0), line.promised_date - line.promised_ship_date)
    return timedelta(0)


def put_together(slots: Iterable[Slot], alike: dict[int, tuple]) -> list[Slot]:
    """Slots whose lines are ``alike`` (by line number) and wished for the same day as one each: of orders that have
    too many lines to look after one by one."""
    groups: dict[tuple, list[Slot]] = {}
    for slot in slots:
        groups.setdefault((alike[slot.line.line_no], slot.wished), []).append(slot)
    return [_joined(members) for members in groups.values()]


def _joined(members: Sequence[Slot]) -> Slot:
    if len(members) == 1:
        return members[0]
    first = members[0]
    dues = [one.due for one in members if one.due]
    return Slot(
        tuple({line.line_no: line for one in members for line in one.lines}.values()),
        first.part,
        sum((one.quantity for one in members), Decimal(0)),
        first.wished,
        max(dues, default=None),
        first.parts,
    )


def by_delivery(slots: Sequence[Slot], counted: Iterable[OrderLine]) -> list[tuple[Slot, ...]]:
    """The slots of an order by the days of delivery of the lines that are ``counted``, the earliest day first: what is
    wished for another day belongs to the last day before it."""
    numbers = {line.line_no for line in counted}
    days = sorted({one.wished or FAR for one in slots if one.line.line_no in numbers})
    if not days:
        return []
    groups: dict[date, list[Slot]] = {day: [] for day in days}
    for slot in slots:
        before = [day for day in days if day <= (slot.wished or FAR)]
        groups[before[-1] if before else days[0]].append(slot)
    return [tuple(groups[day]) for day in days]
