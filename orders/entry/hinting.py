"""What rooms above know of lines that are being typed: the day on which each could be there (R072, docs/adr/0030)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from common.registry import Registry
from orders.order.models import Order, OrderLine


@dataclass(frozen=True)
class Hint:
    """The day on which a line would arrive if it were ordered now, and why, in words."""

    day: date
    why: Sequence[str]


# name -> the hint for each line of an order that is never saved, in their order; None where nobody knows the day. One
# that answers is enough
hinters: Registry[Callable[[Order, Sequence[OrderLine], date], Sequence[Hint | None]]] = Registry("orders.entry.hints")


def hints(order: Order, lines: Sequence[OrderLine], on: date) -> list[Hint | None]:
    """What is known of each line. Few statements, whatever the number of lines; none for an order of nobody."""
    found: list[Hint | None] = [None] * len(lines)
    if order.customer_id and lines:
        for ask in hinters.values():
            found = [one or other for one, other in zip(found, ask(order, lines, on), strict=True)]
    return found
