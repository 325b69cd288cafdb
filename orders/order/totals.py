"""Amounts of an order from its lines (SEMANTICS 4). Pure: no database, Decimal only."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from common.money import ZERO, line_amount, line_amounts, round2, spread


class LineLike(Protocol):
    """The columns of an order line that carry money."""

    ordered: Decimal
    price: Decimal
    discount: Decimal
    tax_rate: Decimal
    unit_cost: Decimal
    amount: Decimal
    reduction: Decimal
    tax: Decimal
    net: Decimal


@dataclass(frozen=True)
class OrderTotals:
    """Sums of an order in its currency: ``total`` = ``lines`` + ``freight`` − ``reduction``; ``net`` and
    ``tax`` are those of the lines after the reduction, freight stands beside them."""

    lines: Decimal
    freight: Decimal
    reduction: Decimal
    total: Decimal
    tax: Decimal
    net: Decimal
    cost: Decimal


def compute_lines(
    lines: Iterable[LineLike], *, tax_mode: str, freight: Decimal = ZERO, reduction: Decimal = ZERO
) -> OrderTotals:
    """Set ``amount``, ``reduction``, ``tax`` and ``net`` of every line and return the order's sums.

    The document's reduction (抹零) is spread over the lines by largest remainder. Raises ValueError when it
    is more than the lines are worth.
    """
    lines = list(lines)
    weights = [line_amount(one.ordered, one.price, one.discount, one.tax_rate, tax_mode) for one in lines]
    if reduction > sum(weights, ZERO):
        raise ValueError("the reduction is more than the lines are worth")
    for line, share in zip(lines, spread(reduction, weights), strict=True):
        found = line_amounts(line.ordered, line.price, line.discount, line.tax_rate, tax_mode, share)
        line.amount, line.reduction, line.tax, line.net = found.amount, found.reduction, found.tax, found.net
    return sum_lines(lines, freight=freight, reduction=reduction)


def sum_lines(lines: Iterable[LineLike], *, freight: Decimal = ZERO, reduction: Decimal = ZERO) -> OrderTotals:
    """The order's sums of lines whose amounts stand already; nothing is recomputed."""
    lines = list(lines)
    amount = sum((line.amount for line in lines), ZERO)
    return OrderTotals(
        lines=amount,
        freight=freight,
        reduction=reduction,
        total=amount + freight - reduction,
        tax=sum((line.tax for line in lines), ZERO),
        net=sum((line.net for line in lines), ZERO),
        cost=sum((round2(line.ordered * line.unit_cost) for line in lines), ZERO),
    )


def value_of(line: LineLike, quantity: Decimal, *, charged: bool = False) -> Decimal:
    """What ``quantity`` pieces of a line are worth, tax included, to the cent.

    Of the line's amount before the order's reduction, or with ``charged`` after it. Pieces beyond the
    ordered ones are not charged.
    """
    whole = line.amount - line.reduction if charged else line.amount
    if quantity >= line.ordered:
        return whole
    return round2(whole * quantity / line.ordered) if quantity > 0 else ZERO
