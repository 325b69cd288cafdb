"""The exposure over the coming weeks: it falls as money comes in, by the due dates of payment plans and the habit of
who pays; the largest order that is safe today. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

ZERO = Decimal(0)
WEEKS = 8
SAFE_WEEKS = 4  # an order of today is checked again when it ships, mostly within these
WEEK = timedelta(days=7)
SOON = timedelta(days=7)  # what is overdue is not expected sooner


@dataclass(frozen=True)
class Due:
    """Money still to come, in the company's currency: ``due`` where the day is known, else ``ships`` + ``days``."""

    open: Decimal
    due: date | None
    ships: date | None = None
    days: int = 0

    def expected(self, today: date, habit: int) -> date | None:
        """The day on which it will come, by habit; None where nothing says when."""
        due = self.due or (self.ships + timedelta(days=self.days) if self.ships else None)
        if due is None:
            return None
        day = due + timedelta(days=habit)
        return max(day, today + SOON) if due < today else max(day, today)


@dataclass(frozen=True)
class Week:
    """A week from its first day: goods to leave, money to come, and how the exposure stands at its end. ``room`` is
    what the limit of that day leaves (None without a limit); below zero the holder is on hold."""

    starts: date
    ships: Decimal
    receives: Decimal
    exposure: Decimal
    limit: Decimal | None

    @property
    def room(self) -> Decimal | None:
        return None if self.limit is None else self.limit - self.exposure


def weeks(
    *,
    today: date,
    exposure: Decimal,
    dues: Iterable[Due],
    shipments: Iterable[tuple[date | None, Decimal]],
    habit: int,
    limit_on: Callable[[date], Decimal | None],
) -> list[Week]:
    """The coming weeks, from today on. Goods that are late are expected to leave in the first week; money of which
    nothing says when it comes is not counted on."""
    receives, ships = [ZERO] * WEEKS, [ZERO] * WEEKS
    for one in dues:
        place = _week_of(one.expected(today, habit), today)
        if place is not None:
            receives[place] += one.open
    for day, amount in shipments:
        place = _week_of(max(day, today) if day else None, today)
        if place is not None:
            ships[place] += amount
    found, left = [], exposure
    for place in range(WEEKS):
        left -= receives[place]
        starts = today + WEEK * place
        found.append(Week(starts, ships[place], receives[place], left, limit_on(starts + WEEK - timedelta(days=1))))
    return found


def _week_of(day: date | None, today: date) -> int | None:
    if day is None:
        return None
    place = (day - today).days // WEEK.days
    return place if 0 <= place < WEEKS else None


def largest_safe(
    *, exposure: Decimal, limit: Decimal | None, cap: Decimal | None, is_held: bool, ahead: Sequence[Week]
) -> Decimal | None:
    """The largest order that passes today and, as things are expected, when it ships; None: nothing bounds it. A limit
    or a guarantee that runs out in these weeks leaves less."""
    if is_held:
        return ZERO
    bounds = [] if limit is None else [limit - exposure]
    bounds += [week.room for week in ahead[:SAFE_WEEKS] if week.room is not None]
    bounds += [] if cap is None else [cap]
    return max(ZERO, min(bounds)) if bounds else None
