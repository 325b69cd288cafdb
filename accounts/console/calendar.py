"""The console's page of the working calendar by month."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import policies
from accounts.console import operations, working_days
from accounts.people.models import User
from common import clock, dates, errors, pages, settings, workdays

RIGHT = working_days.RIGHT


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
        "months": [working_days.month(year, number) for number in range(1, 13)],
        "is_known": not workdays.unknown_years(date(year, 1, 1), date(year, 12, 31)),
        "missing": working_days.missing(today),
        "version": working_days.version(),
    }
    return pages.render(request, "admin/calendar.html", context)


def card(user: User) -> tuple[str, dict[str, Any]] | None:
    """The card of the home page that reminds administrators."""
    years = working_days.missing_now(user)
    return ("admin/_calendar_card.html", {"years": years}) if years else None


def _year(text: str, usual: int) -> int:
    is_one = text.isdecimal() and len(text) == 4 and workdays.FIRST_YEAR <= int(text) <= workdays.LAST_YEAR
    return int(text) if is_one else usual


def _read(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise errors.Invalid(fields={"day": [_("Choose a day.")]}) from None


def _change(request: HttpRequest, year: int) -> None:
    """Raises Stale, Invalid, NotAllowed."""
    seen = request.POST.get("version", "")
    wanted: dict[str, Any] = {"version": int(seen) if seen.isdecimal() and len(seen) < 10 else -1}
    if "complete" in request.POST:
        wanted["complete"] = [year]
    else:
        day = _read(request.POST.get("day", ""))
        wanted["days"] = {day: not workdays.calendar().is_workday(day)}
    operations.change_calendar(actor=request.user, at=clock.now(), **wanted)
