"""The working calendar as the page and the API show it: public holidays, days worked instead of them, and the days of
the company's own (SEMANTICS 13)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zlib import crc32

from django.utils import formats
from django.utils.translation import gettext as _

from accounts import policies
from common import clock, dates, errors, holidays, settings, workdays

RIGHT = "setting.manage"
AHEAD = timedelta(days=183)  # so far the calendar has to be known
KEYS = (workdays.DAYS_OFF, workdays.MAKE_UP_DAYS, workdays.YEARS)
KINDS = ("work", "weekend", "holiday", "made_up", "off", "extra")


@dataclass(frozen=True)
class Day:
    """A day. ``kind``: work, weekend, holiday, made_up (of the state), off, extra (of the company)."""

    day: date
    kind: str
    words: str
    is_work: bool
    holiday: str

    @property
    def title(self) -> str:
        """The day with what it is."""
        return f"{formats.date_format(self.day, 'n-j')} {self.words}"


@dataclass(frozen=True)
class Month:
    """A month, and how many days of work it has."""

    first: date
    days: list[Day]
    work: int
    is_known: bool

    @property
    def weeks(self) -> list[list[Day | None]]:
        """Its days in weeks that begin on Monday; None where a day is another month's."""
        padded: list[Day | None] = [*([None] * self.first.weekday()), *self.days]
        padded += [None] * (-len(padded) % 7)
        return [padded[n : n + 7] for n in range(0, len(padded), 7)]


def month(year: int, number: int) -> Month:
    """A month of the calendar as it is now. Raises NotFound for one outside its years."""
    if not (workdays.FIRST_YEAR <= year <= workdays.LAST_YEAR and 1 <= number <= 12):
        raise errors.NotFound()
    first = date(year, number, 1)
    last = dates.month_end(first)
    days = [_day(first + timedelta(n)) for n in range((last - first).days + 1)]
    return Month(first, days, sum(one.is_work for one in days), not workdays.unknown_years(first, last))


def read() -> dict[str, list[str]]:
    """The company's own part of it: setting → values."""
    return {key: list(settings.get(key)) for key in KEYS}


def version() -> int:
    """A number that tells one state of the company's part from another."""
    return crc32(repr([sorted(values) for values in read().values()]).encode()) % 1_000_000_000


def missing(today: date) -> list[int]:
    """The years that begin soon and whose public holidays are not known."""
    return workdays.unknown_years(today, today + AHEAD)


def missing_now(user: Any) -> list[int]:
    """Those years now, for who can enter their days."""
    return missing(dates.business_day(clock.now())) if policies.can(user, RIGHT) else []


def _day(day: date) -> Day:
    text, public = day.isoformat(), holidays.of(settings.get(workdays.COUNTRY))
    is_work = workdays.calendar().is_workday(day)
    name = str(public.name(day))
    if text in settings.get(workdays.MAKE_UP_DAYS):
        kind, words = "extra", _("day of work, said by the company")
    elif text in settings.get(workdays.DAYS_OFF):
        kind, words = "off", _("day off, said by the company")
    elif day in public.made_up:
        kind, words = "made_up", _("worked instead of a day of %(holiday)s") % {"holiday": name}
    elif day in public.off:
        kind, words = "holiday", name
    else:
        kind, words = ("work", _("day of work")) if is_work else ("weekend", _("weekend"))
    return Day(day, kind, words, is_work, name if kind in ("holiday", "made_up") else "")
