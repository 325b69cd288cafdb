"""What the payment plan says about its order: written onto the order's columns before ``derive``. Pure."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

ZERO = Decimal(0)


def received(rows: Iterable[Any]) -> Decimal:
    """What was received on all plan rows."""
    return sum((row.received for row in rows), ZERO)


def next_due(rows: Iterable[Any]) -> date | None:
    """The earliest due date of a row that is not paid in full; None when none is known."""
    return min((row.due_date for row in rows if row.due_date and row.received < row.amount), default=None)


def shortfall(row: Any) -> Decimal:
    """By how much a control point is missed: what must be there (amount less the allowed shortfall %) less
    what was received; zero or less when the point is passed."""
    return row.amount * (1 - row.allowed_shortfall / 100) - row.received
