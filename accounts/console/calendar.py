"""The working calendar by month: public holidays, days worked instead of them, and the days of the company's own."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zlib import crc32

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import policies
from accounts.console import operations
from accounts.people.models import User
from common import clock, dates, errors, holidays, pages, settings, workdays

RIGHT = "setting.manage"
AHEAD = timedelta(days=183)  # so far the calendar has to be known
_KEYS = (workdays.DAYS_OFF, workdays.MAKE_UP_DAYS, workdays.YEARS)


@dataclass(frozen=True)
class Day:
    """A day of the page. ``kind``: work, weekend, holiday, made_up (of the state), off, extra (of the company)."""

    day: date
    kind: str
    words: str


@dataclass(frozen=True)
class Month:
    """A month in weeks that begin on Monday; None where a day is another month's."""

    first: date
    weeks: list[list[Day | None]]
    work: int


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """A year by month; a day pressed changes from a day of work to a day off, or back."""
    policies.require(request.user, RIGHT)
    settings.forget()  # this page shows what is stored now
    today = dates.business_day(clock.now())
    year = _year(request.GET.get("year", ""), today.year)
    if request.method == "POST":
        _change(request, year)
        return pages.leave(request, f"{reverse('admin:calendar')}?year={year}", _("The calendar is changed."))
    context = {
        **admin.site.each_context(request),
        "title": _("Working calendar"),
        "year": year,
        "months": [_month(year, number) for number in range(1, 13)],
        "is_known": not workdays.unknown_years(date(year, 1, 1), date(year, 12, 31)),
        "missing": missing(today),
        "version": _version(),
    }
    return pages.render(request, "admin/calendar.html", context)


def missing(today: date) -> list[int]:
    """The years that begin soon and whose public holidays are not known."""
    return workdays.unknown_years(today, today + AHEAD)


def missing_now(user: Any) -> list[int]:
    """Those years now, for who can enter their days."""
    return missing(dates.business_day(clock.now())) if policies.can(user, RIGHT) else []


def card(user: User) -> tuple[str, dict[str, Any]] | None:
    """The card of the home page that reminds administrators."""
    years = missing_now(user)
    return ("admin/_calendar_card.html", {"years": years}) if years else None


def _year(text: str, usual: int) -> int:
    is_one = text.isdecimal() and len(text) == 4 and workdays.FIRST_YEAR <= int(text) <= workdays.LAST_YEAR
    return int(text) if is_one else usual


def _read(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise errors.Invalid(fields={"day": [_("Choose a day.")]}) from None


def _version() -> int:
    """A number that tells one state of the calendar from another."""
    return crc32(repr([sorted(settings.get(key)) for key in _KEYS]).encode())


def _change(request: HttpRequest, year: int) -> None:
    """Raises Stale, Invalid, NotAllowed."""
    if request.POST.get("version") != str(_version()):
        raise errors.Stale(fields={})
    shown = {key: list(settings.get(key)) for key in _KEYS}
    values = {**shown}
    if "complete" in request.POST:
        values[workdays.YEARS] = sorted({*shown[workdays.YEARS], str(year)})
    else:
        off, made_up = workdays.turned(_read(request.POST.get("day", "")))
        values |= {workdays.DAYS_OFF: off, workdays.MAKE_UP_DAYS: made_up}
    operations.change_settings(actor=request.user, values=values, shown=shown, at=clock.now())


def _month(year: int, number: int) -> Month:
    first = date(year, number, 1)
    days = [_day(first + timedelta(n)) for n in range((dates.month_end(first) - first).days + 1)]
    padded: list[Day | None] = [*([None] * first.weekday()), *days]
    padded += [None] * (-len(padded) % 7)
    work = sum(workdays.calendar().is_workday(one.day) for one in days)
    return Month(first, [padded[n : n + 7] for n in range(0, len(padded), 7)], work)


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
    return Day(day, kind, f"{formats.date_format(day, 'n-j')} {words}")
