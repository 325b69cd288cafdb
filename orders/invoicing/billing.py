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


def red_part(left: Worth, quantity: Decimal, taken: Decimal) -> Worth:
    """What a red invoice takes back for ``taken`` of the ``quantity`` pieces that are left of an invoice's line. All
    red invoices of a line together are the line's own amount and tax, also where an amount of it was credited."""
    if taken >= quantity:
        return left
    return Worth(round2(left.amount * taken / quantity), round2(left.tax * taken / quantity))


def tax_in(amount: Decimal, rate: Decimal) -> Decimal:
    """The tax in an amount that includes it."""
    return round2(amount * rate / (1 + rate))
