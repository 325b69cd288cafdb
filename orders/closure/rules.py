"""When a line is complete, when it opens again, and what that does to its order (SEMANTICS 3). Pure.

Decisions are taken from quantities, never from a rounded percentage: 498 of 500 is open unless the
company's under-delivery tolerance says otherwise.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from orders.order.models import Order, OrderLine
from orders.order.states import Closure, Move, Status
from products.promotions.matching import gift_quantity

ZERO = Decimal(0)


@dataclass
class Outcome:
    """What ``apply`` changed: lines that closed or opened, and the move their order made, if any."""

    closed: list[OrderLine] = field(default_factory=list)
    reopened: list[OrderLine] = field(default_factory=list)
    move: Move | None = None


def is_closed(line: OrderLine) -> bool:
    """Whether nothing of the line is to be delivered any more."""
    return line.closure != Closure.OPEN


def is_row_closed(line: OrderLine, *, less_returned: bool = False) -> bool:
    """The company's row-close flag (R024): Y exactly when audited outbound ≥ ordered; where the company says so, less
    what came back."""
    return line.shipped - (line.returned if less_returned else ZERO) >= line.ordered


def is_complete(line: OrderLine, under: Decimal) -> bool:
    """Whether the line was delivered: shipped − reship ≥ ordered × (1 − under); nothing shipped never is."""
    delivered = line.shipped - line.reship
    return delivered > 0 and delivered >= line.ordered * (1 - under)


def apply(
    order: Order, lines: Sequence[OrderLine], at: datetime, *, under: Decimal = ZERO, less_returned: bool = False
) -> Outcome:
    """Bring flags, automatic closures and the order's state in line with the quantities; idempotent.

    ``lines`` are all lines of the order, under its lock; ``under`` is the tolerance as a fraction,
    ``less_returned`` says whether returns take the row-close flag back; they never open a line. Only an AUTO line
    opens by itself; SHORT and CANCELLED stay as a person left them. Changes the objects only.
    """
    outcome = Outcome()
    for line in lines:
        line.row_closed = is_row_closed(line, less_returned=less_returned)
        complete = is_complete(line, under)
        if line.closure == Closure.OPEN and complete and order.status == Status.EFFECTIVE:
            _close_auto(line, at)
            outcome.closed.append(line)
        elif line.closure == Closure.AUTO and not complete:
            open_line(line)
            outcome.reopened.append(line)
    outcome.move = _move(order, lines)
    return outcome


def _close_auto(line: OrderLine, at: datetime) -> None:
    line.closure = Closure.AUTO
    line.closed_at = at


def close_short(line: OrderLine) -> None:
    """Let the remainder go: ``ordered`` stays, ``short_closed`` says how much will not come."""
    line.short_closed += line.open
    line.closure = Closure.SHORT


def gifts_along(lines: Iterable[OrderLine], closing: Iterable[OrderLine]) -> list[OrderLine]:
    """The open gifts of promotions that end with the lines that are closed short: those of which no more was earned
    than went out. One of which more is due stays open."""
    sources = {line.pk: line for line in closing}
    return [
        line
        for line in lines
        if line.gift_of_id in sources and line.pk not in sources and not is_closed(line) and _all_given(line, sources)
    ]


def _all_given(gift: OrderLine, sources: Mapping[int, OrderLine]) -> bool:
    source = sources[gift.gift_of_id or 0]
    earned = gift_quantity(source.shipped - source.reship, gift.gift_buy or 1, gift.gift_give or 0)
    return gift.shipped - gift.reship >= earned


def open_line(line: OrderLine) -> None:
    """Take back a closure: the remainder is to be delivered again."""
    line.closure = Closure.OPEN
    line.short_closed = ZERO
    line.close_reason_code = line.close_reason = ""
    line.closed_by = line.closed_at = None


def _move(order: Order, lines: Iterable[OrderLine]) -> Move | None:
    """The move the order makes by itself: it closes with its last line and opens with the first that opens."""
    closures = [line.closure for line in lines]
    all_closed = bool(closures) and Closure.OPEN not in closures
    if order.status == Status.EFFECTIVE and all_closed:
        return Move.CLOSE
    if order.status == Status.CLOSED and not all_closed:
        return Move.REOPEN
    return None
