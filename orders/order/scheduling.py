"""Dated parts of a line (R037): how much of it is asked for on which day. Pure.

They stand in the line's own column ``schedule``, the earliest first, so that reading, hashing and comparing a line need
no second statement (docs/adr/0034). Together they are what the line orders; its requested date is the first of theirs.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from common import typed
from common.errors import Text

MOST = 60  # parts of a line
Stored = list[dict[str, str]]


@dataclass(frozen=True, order=True)
class Part:
    """So much of a line, in its unit, asked for on a day."""

    requested_date: date
    quantity: Decimal


def of(stored: Iterable[Mapping[str, str]]) -> list[Part]:
    """The parts as the column keeps them."""
    return [Part(date.fromisoformat(one["requested_date"]), Decimal(one["quantity"])) for one in stored]


def stored(parts: Iterable[Part]) -> Stored:
    """The parts for the column: the earliest first, what falls on one day together."""
    by_day: dict[date, Decimal] = {}
    for part in parts:
        by_day[part.requested_date] = by_day.get(part.requested_date, Decimal(0)) + part.quantity
    return [
        {"quantity": f"{quantity.normalize():f}", "requested_date": day.isoformat()}
        for day, quantity in sorted(by_day.items())
    ]


def words(kept: Iterable[Mapping[str, str]]) -> str:
    """The parts in one line of text, as ``read`` takes them: 2026-12-01 10; 2026-12-15 8."""
    return "; ".join(f"{one['requested_date']} {one['quantity']}" for one in kept)


_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")


def read(text: str) -> tuple[Part, ...]:
    """The parts that somebody typed: day and quantity, with ; or a new line between. Raises ValueError."""
    return tuple(_part(one.strip()) for one in re.split(r"[;；\n]", text) if one.strip())


def _part(text: str) -> Part:
    match = _DAY.match(text)
    number = typed.read_number(text[match.end() :].lstrip(" :,×x*")) if match else None
    if match is None or number is None:
        raise ValueError(text)
    return Part(date(int(match[1]), int(match[2]), int(match[3])), number)


def fault(parts: Sequence[Part], ordered: Decimal) -> Text | None:
    """Why the parts are none of a line that orders so much; None when they are."""
    if len(parts) > MOST:
        return _("No more than %(most)s dates.") % {"most": MOST}
    if any(part.quantity <= 0 for part in parts):
        return _("Every date needs a quantity above zero.")
    total = sum((part.quantity for part in parts), Decimal(0))
    if parts and total != ordered:
        told = {"total": f"{total.normalize():f}", "ordered": f"{ordered.normalize():f}"}
        return _("The dates add up to %(total)s, the line orders %(ordered)s.") % told
    return None


def assign(line: Any, parts: Sequence[Part]) -> None:
    """Set the parts on a line (does not save); its requested date follows the first."""
    line.schedule = stored(parts)
    if parts:
        line.requested_date = min(parts).requested_date


def divided(parts: Iterable[Part], first: Decimal) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """The parts of the first so many pieces, the earliest first, and those of the rest; a part may fall to both."""
    here: list[Part] = []
    there: list[Part] = []
    for part in sorted(parts):
        taken = min(part.quantity, first)
        first -= taken
        if taken:
            here.append(Part(part.requested_date, taken))
        if taken < part.quantity:
            there.append(Part(part.requested_date, part.quantity - taken))
    return tuple(here), tuple(there)
