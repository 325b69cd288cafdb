"""How much of a line may be invoiced, and what it is worth to the cent. Rules over columns; no database."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from common.money import round2
from orders.order import derive, due, totals
from orders.order.states import Origin, Status

ZERO = Decimal(0)
BINDING = (Status.EFFECTIVE, Status.CLOSED, Status.ARCHIVED)


@dataclass(frozen=True)
class Worth:
    """An amount with its tax."""

    amount: Decimal = ZERO
    tax: Decimal = ZERO

    @property
    def net(self) -> Decimal:
        return self.amount - self.tax

    def __sub__(self, other: "Worth") -> "Worth":
        return Worth(self.amount - other.amount, self.tax - other.tax)

    def __add__(self, other: "Worth") -> "Worth":
        return Worth(self.amount + other.amount, self.tax + other.tax)

    def __neg__(self) -> "Worth":
        return Worth(-self.amount, -self.tax)


def is_billed(order: Any) -> bool:
    """Whether invoices are made for an order at all: it binds, is paid for, and is no history."""
    return order.status in BINDING and order.order_type.invoices and order.origin != Origin.HISTORY


def limit(line: Any, refunded: Decimal, *, in_advance: bool) -> Decimal:
    """How many pieces of a line may be invoiced: what was delivered, with ``in_advance`` all that is to be paid; less
    what came back for money. Pieces beyond the ordered ones are not charged."""
    pieces = due.due_quantity(line) if in_advance else min(line.ordered, derive.delivered(line))
    return max(ZERO, pieces - refunded)


def is_free(line: Any) -> bool:
    """What is free needs no invoice."""
    return not line.amount - line.reduction


def worth(line: Any, quantity: Decimal) -> Worth:
    """What the first ``quantity`` pieces of a line are charged."""
    amount = totals.value_of(line, quantity, charged=True)
    if quantity >= line.ordered:
        return Worth(amount, line.tax)
    return Worth(amount, round2(line.tax * quantity / line.ordered) if quantity > 0 else ZERO)


def next_part(line: Any, before: Decimal, quantity: Decimal, billed: Worth) -> Worth:
    """What the next invoice says for ``quantity`` pieces after ``before``, of which ``billed`` stands: so that the
    invoices of a line sum to its amount and tax, however they were cut."""
    return worth(line, before + quantity) - billed


def red_part(amount: Decimal, tax: Decimal, quantity: Decimal, before: Decimal, taken: Decimal) -> Worth:
    """What a red invoice takes back of an invoice's line of ``quantity`` pieces: ``taken`` after ``before`` were taken
    back. All of them together are the line's own amount and tax."""
    return share(amount, tax, quantity, before + taken) - share(amount, tax, quantity, before)


def share(amount: Decimal, tax: Decimal, quantity: Decimal, part: Decimal) -> Worth:
    """``part`` of the pieces of an invoice's line."""
    if part >= quantity:
        return Worth(amount, tax)
    return Worth(round2(amount * part / quantity), round2(tax * part / quantity))
