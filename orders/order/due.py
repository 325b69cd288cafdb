"""What a customer really owes for an order (SEMANTICS 3, 12). Pure.

``ordered`` is never overwritten, so the order's total stays what was agreed; what is owed follows the
goods: a short-closed remainder falls off, and so does what an under-delivery tolerance let go, and what was
credited for goods that came back.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Protocol

from common.money import round2
from orders.order.states import Closure, Origin

ZERO = Decimal(0)


class LineLike(Protocol):
    """The columns of an order line that decide what is owed for it."""

    ordered: Decimal
    shipped: Decimal
    reship: Decimal
    short_closed: Decimal
    refunded: Decimal
    credited: Decimal
    closure: str
    amount: Decimal
    reduction: Decimal


class TypeLike(Protocol):
    """The rule of an order's type that decides whether anything is owed for it."""

    invoices: bool


class OrderLike(Protocol):
    """The columns of an order that decide what is owed for it."""

    origin: str
    freight: Decimal
    total_amount: Decimal

    @property
    def order_type(self) -> TypeLike: ...


def is_charged(order: OrderLike) -> bool:
    """Whether the customer pays for the order at all: samples and loans have a value and are not paid. An order
    of history is what its file says."""
    return order.order_type.invoices or order.origin == Origin.HISTORY


def due_quantity(line: LineLike) -> Decimal:
    """How many pieces of a line are to be paid: what was ordered, less what will not come any more.

    Pieces beyond the ordered ones (over-delivery) are not charged until the order is changed.
    """
    if line.closure == Closure.AUTO:
        return min(line.ordered, max(ZERO, line.shipped - line.reship))
    return max(ZERO, line.ordered - line.short_closed)


def to_invoice(line: LineLike) -> Decimal:
    """How many pieces of a line are to be invoiced in the end: what came back for money is not."""
    return max(ZERO, due_quantity(line) - line.refunded)


def line_due(line: LineLike) -> Decimal:
    """What is owed for a line, tax included, to the cent: its worth less what was credited of it (R208)."""
    return max(ZERO, line_worth(line) - line.credited)


def line_worth(line: LineLike) -> Decimal:
    """What the pieces that are to be paid cost, credits aside; the line's whole amount while nothing falls off."""
    quantity = due_quantity(line)
    charged = line.amount - line.reduction
    return charged if quantity == line.ordered else round2(charged * quantity / line.ordered)


def amount_due(order: OrderLike, lines: Iterable[LineLike]) -> Decimal:
    """What is owed for the order, in its currency: its total while nothing was let go, else the lines' dues
    and the freight; nothing when no piece is to be paid, or its type is not. Of a historical order it is the
    total of its file: what was delivered then is not ours to know."""
    if not is_charged(order):
        return ZERO
    lines = list(lines)
    if order.origin == Origin.HISTORY or all(
        due_quantity(line) == line.ordered and not line.credited for line in lines
    ):
        return order.total_amount
    if not any(due_quantity(line) for line in lines):
        return ZERO
    return sum((line_due(line) for line in lines), ZERO) + order.freight
