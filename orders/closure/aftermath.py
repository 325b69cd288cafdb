"""What follows when quantities of an order changed: closures, reservations, plan, states, exposure, the ladder.

Every operation that ships, takes back, signs, closes or reopens reads its locked orders through ``read``,
changes the lines, and ends with ``conclude``. The number of statements does not grow with the lines.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from accounts.people.models import User
from common import events
from common.rows import update_rows
from orders.closure import row_flag, rules, tolerances
from orders.credit import exposure
from orders.credit.exposure import Terms
from orders.deltas import operations as deltas
from orders.deltas.operations import Standing
from orders.order import derive, followers, together, writing
from orders.order.followers import Happening
from orders.order.models import Order, OrderLine
from orders.order.states import Closure, Move, Status
from orders.promise import promising, reserving
from orders.settlement import planning
from orders.settlement.models import PlanRow

LINE_COLUMNS = (
    *("drafted", "reserved", "shipped", "signed", "transit_loss", "returned", "returning", "reship"),
    *("short_closed", "refunded", "credited"),
    *("first_ship_date", "last_ship_date", "row_closed", "closure", *promising.COLUMNS),
    *("close_reason_code", "close_reason", "closed_by", "closed_at"),
)
_ATTRIBUTES = tuple("closed_by_id" if name == "closed_by" else name for name in LINE_COLUMNS)
_CLOSURE = _ATTRIBUTES.index("closure")
Happened = Mapping[Happening, Collection[OrderLine]]


@dataclass
class Affected:
    """A locked order with its lines and plan as they stood before the change."""

    order: Order
    lines: list[OrderLine]
    plan: list[PlanRow]
    before: Terms
    was: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    stood: list[Standing] = field(default_factory=list)  # what was agreed of the lines
    dates: dict[str, date | None] = field(default_factory=dict)  # basis → latest day, for the plan's due dates

    happened: list[tuple[Happening, list[OrderLine]]] = field(default_factory=list)  # to be told when it is saved

    def line(self, line_no: int) -> OrderLine | None:
        """The line with this number."""
        return next((line for line in self.lines if line.line_no == line_no), None)

    @property
    def changed_lines(self) -> list[OrderLine]:
        """The lines that are no longer as they were read."""
        return [line for line in self.lines if self.was[line.pk] != _state(line)]

    def closures(self) -> tuple[list[OrderLine], list[OrderLine]]:
        """The lines that closed since they were read, and those that opened."""
        pairs = [
            (line, self.was[line.pk][_CLOSURE] == Closure.OPEN, line.closure == Closure.OPEN) for line in self.lines
        ]
        closed = [line for line, was_open, is_open in pairs if was_open and not is_open]
        return closed, [line for line, was_open, is_open in pairs if is_open and not was_open]


def read(orders: Mapping[int, Order]) -> dict[int, Affected]:
    """The lines, plans and terms of orders that the caller has locked; two statements."""
    lines, plans = together.lines_by_order(orders.keys()), planning.rows_of(orders.keys())
    found = {}
    for pk, order in orders.items():
        for line in lines[pk]:
            line.order = order
        was = {line.pk: _state(line) for line in lines[pk]}
        terms, stood = exposure.terms_of(order, lines[pk]), deltas.standing(lines[pk])
        found[pk] = Affected(order, lines[pk], plans[pk], terms, was, stood)
    return found


def standing(order: Order, lines: list[OrderLine], plan: list[PlanRow], before: Terms) -> Affected:
    """A locked order whose lines the caller wrote already, with the terms of before that."""
    was = {line.pk: _state(line) for line in lines}
    return Affected(order, lines, plan, before, was, deltas.standing(lines))


def conclude(
    affected: Collection[Affected], *, actor: User, at: datetime, reason: str = "", happened: Happened | None = None
) -> None:
    """Close and open by itself what the quantities say, release what closed lines held, let plan, states and
    exposure follow, save orders and lines, and tell who follows them: of what ``happened`` to which lines first.
    ``reason`` stands on the order's own move, if it makes one."""
    carry_through(affected, actor=actor, at=at, reason=reason)
    together.save_orders([one.order for one in affected], at)
    for one in affected:
        first = [
            (what, [line for line in dict.fromkeys(lines) if line.order_id == one.order.pk])
            for what, lines in (happened or {}).items()
        ]
        followers.tell_all(one.order, [*filter(_has_lines, first), *one.happened], actor=actor, at=at)


def _has_lines(told: tuple[Happening, Sequence[OrderLine]]) -> bool:
    return bool(told[1])


def tell_closures(one: Affected, *, actor: User, at: datetime) -> None:
    """Tell the followers of a saved order which lines closed and opened by ``carry_through``, and whether it did."""
    followers.tell_all(one.order, one.happened, actor=actor, at=at)


def carry_through(affected: Collection[Affected], *, actor: User, at: datetime, reason: str = "") -> None:
    """All of ``conclude`` but saving the orders and telling of them."""
    under, less_returned = tolerances.under(), row_flag.falls_with_returns()
    for one in affected:
        outcome = rules.apply(one.order, one.lines, at, under=under, less_returned=less_returned)
        if outcome.move:
            _move(one.order, outcome.move, actor=actor, at=at, reason=reason)
        one.happened = _happened(one, outcome.move)
        _tell(one.order, outcome, at)
    reserving.release_lines([line for line in _lines(affected) if line.reserved and rules.is_closed(line)], at=at)
    for one in affected:
        planning.follow(one.order, one.lines, one.plan)
        for basis, day in one.dates.items():
            planning.set_due_dates(one.order, basis, day, one.plan)
        derive.derive(one.order, one.lines)
        exposure.follow(one.order.customer.credit_holder_id, one.before, exposure.terms_of(one.order, one.lines))
        deltas.note_let_go(one.order, one.stood, one.lines, by=actor, at=at, reason=reason)
    update_rows([line for one in affected for line in one.changed_lines], LINE_COLUMNS)


def redate(affected: Collection[Affected], basis: str, at: datetime) -> None:
    """Save lines, plans and orders where only days of ``basis`` changed, set in ``dates``: no quantity moves, so
    nothing closes, opens or is owed by it. A constant number of statements."""
    planning.date_many([(one.order, one.dates.get(basis), one.plan) for one in affected], basis)
    update_rows([line for one in affected for line in one.changed_lines], LINE_COLUMNS)
    together.save_orders([one.order for one in affected], at)


def note(affected: Iterable[Affected], at: datetime) -> None:
    """Save changed lines, and what the orders show of them, where nothing closes, opens or is owed by the
    change (delivery notices)."""
    changed = [one for one in affected if one.changed_lines]
    update_rows([line for one in changed for line in one.changed_lines], LINE_COLUMNS)
    together.save_orders([one.order for one in changed if derive.derive(one.order, one.lines)], at)


def _move(order: Order, move: Move, *, actor: User, at: datetime, reason: str) -> None:
    writing.move(order, move, actor=actor, at=at, reason=reason)
    order.closed_at = at if order.status == Status.CLOSED else None
    events.record("order.closed" if move == Move.CLOSE else "order.reopened", order, at=at, reason=reason)


def _happened(one: Affected, move: Move | None) -> list[tuple[Happening, list[OrderLine]]]:
    closed, opened = one.closures()
    found = [(Happening.LINES_CLOSED, closed), (Happening.LINES_REOPENED, opened)]
    if move:
        found.append((Happening.CLOSED if move == Move.CLOSE else Happening.REOPENED, one.lines))
    return [(what, lines) for what, lines in found if lines]


def _tell(order: Order, outcome: rules.Outcome, at: datetime) -> None:
    for kind, lines in (("order.lines_completed", outcome.closed), ("order.lines_opened", outcome.reopened)):
        if lines:
            events.record(kind, order, at=at, lines=", ".join(str(line.line_no) for line in lines))


def _lines(affected: Iterable[Affected]) -> Iterable[OrderLine]:
    for one in affected:
        yield from one.lines


def _state(line: OrderLine) -> tuple[Any, ...]:
    return tuple(getattr(line, name) for name in _ATTRIBUTES)
