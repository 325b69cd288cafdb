"""Money arithmetic: Decimal only, half up, largest remainder (SEMANTICS 4). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal("0")
ONE = Decimal("1")


class TaxMode:
    """Whether prices are entered with tax (含税) or without (不含税)."""

    INCLUSIVE = "INCLUSIVE"
    EXCLUSIVE = "EXCLUSIVE"


def round2(value: Decimal) -> Decimal:
    """To cents, half up (0.005 → 0.01, −0.005 → −0.01)."""
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class LineAmounts:
    """Amounts of one line in the order's currency: ``amount`` − ``reduction`` = ``net`` + ``tax``."""

    amount: Decimal
    reduction: Decimal
    tax: Decimal
    net: Decimal


def line_amount(quantity: Decimal, price: Decimal, discount: Decimal, tax_rate: Decimal, tax_mode: str) -> Decimal:
    """Amount of a line including tax, before any document-level reduction.

    ``discount`` and ``tax_rate`` are fractions. In exclusive mode the tax is added to the net goods value.
    """
    goods = round2(quantity * price * (ONE - discount))
    return goods + round2(goods * tax_rate) if tax_mode == TaxMode.EXCLUSIVE else goods


def line_amounts(
    quantity: Decimal,
    price: Decimal,
    discount: Decimal,
    tax_rate: Decimal,
    tax_mode: str,
    reduction: Decimal = ZERO,
) -> LineAmounts:
    """Amount, tax and net of a line (SEMANTICS 4); ``reduction`` is its share of the order's 抹零, in cents.

    Tax is that of what is charged: with a reduction it is taken out of the reduced amount.
    """
    amount = line_amount(quantity, price, discount, tax_rate, tax_mode)
    if tax_mode == TaxMode.EXCLUSIVE and not reduction:
        net = round2(quantity * price * (ONE - discount))
        return LineAmounts(amount=amount, reduction=ZERO, tax=amount - net, net=net)
    tax = tax_within(amount - reduction, tax_rate)
    return LineAmounts(amount=amount, reduction=reduction, tax=tax, net=amount - reduction - tax)


def tax_within(amount: Decimal, tax_rate: Decimal) -> Decimal:
    """The tax that an amount with tax contains."""
    return round2(amount * tax_rate / (ONE + tax_rate))


def spread(total: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Spread ``total`` (in cents) over ``weights`` by largest remainder; the parts sum to it exactly.

    Zero weights get nothing; when all weights are zero the total must be zero (ValueError otherwise).
    """
    whole = sum(weights, ZERO)
    if whole == 0:
        if total != 0:
            raise ValueError("nothing to spread over")
        return [ZERO] * len(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [share.quantize(CENT, rounding="ROUND_FLOOR") for share in exact]
    missing = int((total - sum(parts, ZERO)) / CENT)
    order = sorted(range(len(weights)), key=lambda i: (parts[i] - exact[i], i))
    for index in order[:missing]:
        parts[index] += CENT
    return parts


def plain(value: Decimal | float, least: int = 0) -> str:
    """A number as text without trailing zeros, but with at least ``least`` decimals: 12.500000 → 12.50."""
    text = f"{value:f}"
    whole, _dot, fraction = text.partition(".")
    fraction = fraction.rstrip("0").ljust(least, "0")
    return f"{whole}.{fraction}" if fraction else whole
