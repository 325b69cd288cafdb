"""What rooms above know that the checks of entry ask for: they stand on the order, this room stands below them
(docs/adr/0030)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from common.registry import Registry
from orders.order.models import Order, OrderLine
from orders.order.risks import Kind, Risk


@dataclass(frozen=True)
class Checker:
    """A room that answers for checks of the table: of which kinds, and what it finds on an order with its lines, on
    a day. Within an operation ``find`` locks what it counts. No statement for an order that it has nothing to do
    with."""

    kinds: frozenset[Kind]
    find: Callable[[Order, Sequence[OrderLine], date], Iterable[Risk]]


checkers: Registry[Checker] = Registry("orders.validity.checkers")


def found(order: Order, lines: Sequence[OrderLine], asked: Iterable[Kind], on: date) -> list[Risk]:
    """What the rooms above find, each asked only where one of its kinds is."""
    kinds = set(asked)
    return [risk for one in checkers.values() if one.kinds & kinds for risk in one.find(order, lines, on)]
