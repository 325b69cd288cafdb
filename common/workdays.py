"""Days of work: Monday to Friday, less the days off and with the make-up days that the company names (settings)."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common import settings

_SATURDAY = 5


def _fault(values: list[str]) -> Any:
    for one in values:
        try:
            date.fromisoformat(one)
        except ValueError:
            return gettext("“%(value)s” is no day like 2026-10-01.") % {"value": one[:40]}
    return None


@dataclass(frozen=True)
class Calendar:
    """Which days are days of work."""

    off: frozenset[date] = frozenset()
    made_up: frozenset[date] = frozenset()

    def is_workday(self, day: date) -> bool:
        """Whether people work on that day."""
        return day in self.made_up or (day.weekday() < _SATURDAY and day not in self.off)

    def between(self, first: date, last: date) -> int:
        """Days of work after ``first`` until ``last``, ``last`` included; below zero when it lies before."""
        if last < first:
            return -self.between(last, first)
        days = (last - first).days
        weeks, rest = divmod(days, 7)
        count = weeks * 5 + sum((first + timedelta(weeks * 7 + n)).weekday() < _SATURDAY for n in range(1, rest + 1))
        count -= sum(first < day <= last and day.weekday() < _SATURDAY and day not in self.made_up for day in self.off)
        return count + sum(first < day <= last and day.weekday() >= _SATURDAY for day in self.made_up)

    def on_or_after(self, day: date) -> date:
        """The day itself where people work on it, else the next on which they do."""
        while not self.is_workday(day):
            day += timedelta(1)
        return day

    def moved(self, day: date, days: int) -> date:
        """The day so many days of work after ``day``; before it where ``days`` is below zero."""
        step = timedelta(1 if days > 0 else -1)
        for _one in range(abs(days)):
            day += step
            while not self.is_workday(day):
                day += step
        return day


@lru_cache(maxsize=8)
def _calendar(off: tuple[str, ...], made_up: tuple[str, ...]) -> Calendar:
    return Calendar(frozenset(map(date.fromisoformat, off)), frozenset(map(date.fromisoformat, made_up)))


def calendar() -> Calendar:
    """The company's calendar now."""
    return _calendar(tuple(settings.get("calendar.days_off")), tuple(settings.get("calendar.make_up_days")))


def register() -> None:
    """Declare the settings; called once from ``CommonConfig.ready``."""
    for key, words in (
        ("calendar.days_off", _("Public holidays and other days off that are no weekend, like 2026-10-01")),
        ("calendar.make_up_days", _("Days of a weekend on which people work, like 2026-10-10")),
    ):
        settings.definitions.register(key, settings.Definition([], words, fault=_fault))
