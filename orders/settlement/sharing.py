"""How an order's amount becomes plan rows, and how money is spread over them (SEMANTICS 12). Pure."""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal

from common.money import CENT

ZERO = Decimal(0)


def shares(total: Decimal, percents: Sequence[Decimal]) -> list[Decimal]:
    """``total`` by percentages, to the cent by largest remainder; the parts sum to ``total`` exactly.

    Percentages that do not sum to 100 are taken as weights. Digits of ``total`` beyond cents (history
    keeps a file's amounts) go to the last part.
    """
    whole = sum(percents, ZERO)
    cents = total.quantize(CENT, rounding=ROUND_FLOOR)
    exact = [cents * percent / whole for percent in percents]
    parts = [part.quantize(CENT, rounding=ROUND_FLOOR) for part in exact]
    missing = int((cents - sum(parts, ZERO)) / CENT)
    for index in sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))[:missing]:
        parts[index] += CENT
    parts[-1] += total - cents
    return parts


def follow(total: Decimal, percents: Sequence[Decimal], received: Sequence[Decimal]) -> list[Decimal]:
    """New amounts of plan rows when the order's amount became ``total``.

    No row falls below what was received on it; what that keeps above its share is taken off the other
    rows, earliest first. The sum is ``total``, or all that was received where that is more (overpaid).
    """
    amounts = [max(share, paid) for share, paid in zip(shares(total, percents), received, strict=True)]
    excess = sum(amounts, ZERO) - total
    for index, paid in enumerate(received):
        if excess <= 0:
            break
        given = min(excess, amounts[index] - paid)
        amounts[index] -= given
        excess -= given
    return amounts


def oldest_first(left: Decimal, opens: Sequence[Decimal]) -> list[Decimal]:
    """``left`` poured into the open amounts one after the other; never more than either holds."""
    parts = []
    for amount in opens:
        part = max(ZERO, min(left, amount))
        parts.append(part)
        left -= part
    return parts


def regather(
    total: Decimal, percents: Sequence[Decimal], received: Sequence[Decimal], freed: Sequence[Decimal]
) -> list[list[Decimal]]:
    """Where money of rows that go (``freed``) comes to stand on the rows that stay: of each its parts by row. It fills
    what each of them asks for (``follow``), the earliest first; what is beyond all of that stands on the last."""
    if not freed:
        return []
    asked = follow(total, percents, received)
    opens = [amount - paid for amount, paid in zip(asked, received, strict=True)]
    found = []
    for money in freed:
        parts = oldest_first(money, opens)
        opens = [left - part for left, part in zip(opens, parts, strict=True)]
        parts[-1] += money - sum(parts, ZERO)
        found.append(parts)
    return found
