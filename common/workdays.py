"""Days of work: Monday to Friday, less public holidays and with the days worked instead of them, as the state announces
them; where the company names days off and make-up days of its own (settings), these win (SEMANTICS 13)."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common import holidays, settings

_SATURDAY = 5
COUNTRY, DAYS_OFF, MAKE_UP_DAYS = "calendar.country", "calendar.days_off", "calendar.make_up_days"
YEARS = "calendar.complete_years"  # that the company entered itself
FIRST_YEAR, LAST_YEAR = 2000, 2100


def _fault(values: list[str]) -> Any:
    for one in values:
        try:
            date.fromisoformat(one)
        except ValueError:
            return gettext("“%(value)s” is no day like 2026-10-01.") % {"value": one[:40]}
    return None


def _year_fault(values: list[str]) -> Any:
    for one in values:
        if not (one.isdecimal() and len(one) == 4 and FIRST_YEAR <= int(one) <= LAST_YEAR):
            return gettext("“%(value)s” is no year like 2027.") % {"value": one[:40]}
    return None


@dataclass(frozen=True)
class Calendar:
    """Which days are days of work."""

    off: frozenset[date] = frozenset()
    made_up: frozenset[date] = frozenset()

    def is_workday(self, day: date) -> bool:
        """Whether people work on that day."""
        return day in self.made_up or (day.weekday() < _SATURDAY and day not in self.off)

    @cached_property
    def _less(self) -> list[date]:
        """Days from Monday to Friday that are off, in order."""
        return sorted(day for day in self.off - self.made_up if day.weekday() < _SATURDAY)

    @cached_property
    def _more(self) -> list[date]:
        """Days of a weekend on which people work, in order."""
        return sorted(day for day in self.made_up if day.weekday() >= _SATURDAY)

    def between(self, first: date, last: date) -> int:
        """Days of work after ``first`` until ``last``, ``last`` included; below zero when it lies before."""
        if last < first:
            return -self.between(last, first)
        days = (last - first).days
        weeks, rest = divmod(days, 7)
        weekday = first.weekday()
        count = weeks * 5 + sum((weekday + n) % 7 < _SATURDAY for n in range(1, rest + 1))
        count -= bisect_right(self._less, last) - bisect_right(self._less, first)
        return count + bisect_right(self._more, last) - bisect_right(self._more, first)

    def on_or_after(self, day: date) -> date:
        """The day itself where people work on it, else the next on which they do."""
        while not self.is_workday(day):
            day += timedelta(1)
        return day

    def moved(self, day: date, days: int) -> date:
        """The day so many days of work after ``day``; before it where ``days`` is below zero."""
        off, made_up = self.off, self.made_up  # promises walk this way thousands of times: nothing is asked twice
        step = timedelta(1 if days > 0 else -1)
        for _one in range(abs(days)):
            day += step
            while (day.weekday() >= _SATURDAY or day in off) and day not in made_up:
                day += step
        return day


@lru_cache(maxsize=8)
def _calendar(country: str, off: tuple[str, ...], made_up: tuple[str, ...]) -> Calendar:
    own_off, own_made_up = _days(off), _days(made_up)
    public = holidays.of(country)
    return Calendar((public.off - own_made_up) | own_off, (public.made_up - own_off) | own_made_up)


def _days(values: Iterable[str]) -> frozenset[date]:
    return frozenset(map(date.fromisoformat, values))


def calendar() -> Calendar:
    """The company's calendar now."""
    return _calendar(settings.get(COUNTRY), tuple(settings.get(DAYS_OFF)), tuple(settings.get(MAKE_UP_DAYS)))


def said(wanted: Mapping[date, bool]) -> tuple[list[str], list[str]]:
    """The company's days off and make-up days with which people work on the days that are True and on no other of
    these: what the company said of one is taken back where the state's calendar says the same."""
    texts = {day.isoformat() for day in wanted}
    off = [one for one in settings.get(DAYS_OFF) if one not in texts]
    made_up = [one for one in settings.get(MAKE_UP_DAYS) if one not in texts]
    public = _calendar(settings.get(COUNTRY), tuple(off), tuple(made_up))
    for day, is_work in wanted.items():
        if public.is_workday(day) != is_work:
            (made_up if is_work else off).append(day.isoformat())
    return sorted(off), sorted(made_up)


def unknown_years(first: date, last: date) -> list[int]:
    """The years from one day to another whose public holidays nobody announced to us: neither the library knows them,
    nor did the company say that it entered them. Where no public holidays are followed there is none to know."""
    country = settings.get(COUNTRY)
    if not country:
        return []
    known = holidays.of(country).years | {int(one) for one in settings.get(YEARS)}
    return [year for year in range(first.year, last.year + 1) if year not in known]


def day_fault(day: date) -> str | None:
    """Why no work can be planned for a day that somebody entered: a slip of the keyboard. None where it can."""
    return None if FIRST_YEAR <= day.year < LAST_YEAR else gettext("Enter a day from 2000 to 2099.")


def register() -> None:
    """Declare the settings; called once from ``CommonConfig.ready``."""
    settings.definitions.register(
        COUNTRY,
        settings.Definition(
            holidays.CHINA,
            _("Whose public holidays and make-up days are followed; none: only the days named here"),
            choices=lambda: [("", _("None")), (holidays.CHINA, _("China"))],
        ),
    )
    for key, words in (
        (DAYS_OFF, _("Days off besides public holidays that are no weekend, like 2026-12-31")),
        (MAKE_UP_DAYS, _("Days of a weekend, or public holidays, on which people work, like 2026-10-10")),
    ):
        settings.definitions.register(key, settings.Definition([], words, fault=_fault))
    settings.definitions.register(
        YEARS,
        settings.Definition(
            [],
            _("Years whose public holidays the company entered itself, like 2027: the software waits for them no more"),
            fault=_year_fault,
        ),
    )
