"""On which days what is left of a line is to be delivered. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from orders.order import scheduling

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Left:
    """What of a line decides it: the columns of ``OrderLine``."""

    ordered: Decimal
    shipped: Decimal
    reship: Decimal
    short_closed: Decimal
    schedule: Sequence[Mapping[str, str]]
    promised_date: date | None
    requested_date: date | None


def open_days(line: Left) -> Iterator[tuple[date, Decimal]]:
    """(day, quantity) of what is left, the earliest first. A line in dated parts is delivered part by part, what went
    out covers the first; its promise is that of the last. Nothing without a day."""
    went, wanted = max(ZERO, line.shipped - line.reship), line.ordered - line.short_closed
    if not line.schedule:
        day = line.promised_date or line.requested_date
        if day is not None and wanted > went:
            yield day, wanted - went
        return
    parts = sorted(scheduling.of(line.schedule))
    before = ZERO
    for place, part in enumerate(parts, start=1):
        after = before + part.quantity
        left = min(after, wanted) - max(before, went)
        before = after
        if left > 0:
            is_last = place == len(parts) or before >= wanted
            yield (line.promised_date or part.requested_date) if is_last else part.requested_date, left
