"""A series of figures by month, week or quarter: gaps are zero, what came before the first sale and the period that
still runs stand outside. Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

MONTHS_OF_QUARTER = 3


class Rhythm(StrEnum):
    """How long a period of a series is."""

    WEEK = "WEEK"  # Monday to Sunday
    MONTH = "MONTH"
    QUARTER = "QUARTER"

    @property
    def season(self) -> int:
        """Periods until the same time of the year comes again; a week 53 shifts the weeks after it by one."""
        return {Rhythm.WEEK: 52, Rhythm.MONTH: 12, Rhythm.QUARTER: 4}[self]

    def begin(self, day: date) -> date:
        """The first day of the period of a day."""
        if self is Rhythm.WEEK:
            return day - timedelta(days=day.weekday())
        if self is Rhythm.MONTH:
            return day.replace(day=1)
        return day.replace(month=day.month - (day.month - 1) % MONTHS_OF_QUARTER, day=1)

    def later(self, first: date, periods: int) -> date:
        """The first day of the period so many after the one that begins on ``first``; before it, if below zero."""
        if self is Rhythm.WEEK:
            return first + timedelta(weeks=periods)
        months = first.year * 12 + first.month - 1 + periods * (1 if self is Rhythm.MONTH else MONTHS_OF_QUARTER)
        return date(months // 12, months % 12 + 1, 1)

    def between(self, first: date, last: date) -> int:
        """How many periods the second of two first days lies after the first."""
        if self is Rhythm.WEEK:
            return (last - first).days // 7
        months = (last.year - first.year) * 12 + last.month - first.month
        return months if self is Rhythm.MONTH else months // MONTHS_OF_QUARTER

    def label(self, first: date) -> str:
        """2026-11, 2026-W47 or 2026-Q4."""
        if self is Rhythm.WEEK:
            year, week, _day = first.isocalendar()
            return f"{year}-W{week:02}"
        if self is Rhythm.MONTH:
            return f"{first:%Y-%m}"
        return f"{first.year}-Q{(first.month - 1) // MONTHS_OF_QUARTER + 1}"


@dataclass(frozen=True)
class Series:
    """Whole periods without gaps, the first with something in it first; ``running`` is what the period that still runs
    has so far, None where it was not asked about."""

    rhythm: Rhythm
    first: date
    values: tuple[float, ...]
    running: float | None = None

    @property
    def season(self) -> int:
        return self.rhythm.season

    def day(self, index: int) -> date:
        """The first day of a period; indices from ``len(values)`` on lie in the future."""
        return self.rhythm.later(self.first, index)


def collect(
    figures: Iterable[tuple[date, Decimal | float | int]], rhythm: Rhythm, today: date, since: date | None = None
) -> Series:
    """Figures of days or of periods as a series that ends with the last whole period before ``today``.

    ``since`` is the day the records begin: its period is left out unless it began that day, and nothing before it
    counts. Without anything in it the series is empty.
    """
    sums: dict[date, float] = {}
    for day, figure in figures:
        first = rhythm.begin(day)
        sums[first] = sums.get(first, 0.0) + float(figure)
    now = rhythm.begin(today)
    earliest = date.min if since is None else rhythm.begin(since)
    if since is not None and earliest != since:
        earliest = rhythm.later(earliest, 1)
    known = [first for first, figure in sums.items() if figure and earliest <= first < now]
    running = sums.get(now, 0.0)
    if not known:
        return Series(rhythm, now, (), running)
    start = min(known)
    values = tuple(sums.get(rhythm.later(start, index), 0.0) for index in range(rhythm.between(start, now)))
    return Series(rhythm, start, values, running)
