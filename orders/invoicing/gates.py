"""What else invoices wait for. Rooms above say so in a registry; this room asks before it issues, and tells in its
lists (docs/adr/0058)."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from common.errors import Text
from common.registry import Registry
from orders.order.models import Order, OrderLine


@dataclass(frozen=True)
class Piece:
    """What an invoice says, or is to say, of an account: the first ``until`` pieces of an order's line will be invoiced
    (``line`` None: the order's freight)."""

    account_id: int
    order: Order
    line: OrderLine | None
    until: Decimal

    @property
    def line_no(self) -> int | None:
        """The line's number, None of freight."""
        return self.line.line_no if self.line else None


@dataclass(frozen=True)
class Gate:
    """A reason to wait: its words, its code in answers, of which accounts invoices may wait for it at all, and which of
    some pieces wait for it. ``waiting(pieces, hold)``
    takes no more than some statements; with ``hold`` the answer stands until the transaction ends."""

    label: Text
    code: str
    concerned: Callable[[Collection[int]], set[int]]
    waiting: Callable[[Sequence[Piece], bool], list[Piece]]


gates: Registry[Gate] = Registry("orders.invoicing.gates")


def concerned(accounts: Collection[int]) -> set[int]:
    """The accounts of these whose invoices may wait for something."""
    return {pk for gate in gates.values() for pk in gate.concerned(accounts)}


def waits(pieces: Iterable[Piece], *, hold: bool = False) -> list[tuple[Piece, Gate]]:
    """The pieces that wait, each with the first reason."""
    left, found = list(pieces), []
    for gate in gates.values():
        waiting = gate.waiting(left, hold) if left else []
        found += [(one, gate) for one in waiting]
        left = [one for one in left if one not in waiting]
    return found
