"""Periods that move with the day on which a report is opened: this month, the last twelve. Pure."""

from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from common.dates import month_end
from reports.figures.dimensions import Text, Time
from reports.figures.question import YEAR_OF_WEEKS, Against, Question, before, last_year, next_start, start_of

Days = tuple[date, date]


class Period(StrEnum):
    """The periods that are offered; "" are days typed in."""

    TODAY = "today"
    THIS_WEEK = "this_week"
    LAST_WEEK = "last_week"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_QUARTER = "this_quarter"
    LAST_QUARTER = "last_quarter"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"
    LAST_30_DAYS = "last_30_days"
    LAST_12_MONTHS = "last_12_months"
    LAST_3_YEARS = "last_3_years"


LABELS: dict[Period, Text] = {
    Period.TODAY: _("Today"),
    Period.THIS_WEEK: _("This week"),
    Period.LAST_WEEK: _("Last week"),
    Period.THIS_MONTH: _("This month"),
    Period.LAST_MONTH: _("Last month"),
    Period.THIS_QUARTER: _("This quarter"),
    Period.LAST_QUARTER: _("Last quarter"),
    Period.THIS_YEAR: _("This year"),
    Period.LAST_YEAR: _("Last year"),
    Period.LAST_30_DAYS: _("The last 30 days"),
    Period.LAST_12_MONTHS: _("The last 12 months"),
    Period.LAST_3_YEARS: _("The last 3 years"),
}


def _running(time: Time) -> Callable[[date], Days]:
    return lambda today: (start_of(time, today), next_start(time, start_of(time, today)) - timedelta(days=1))


def _ended(time: Time) -> Callable[[date], Days]:
    def days(today: date) -> Days:
        until = start_of(time, today) - timedelta(days=1)
        return start_of(time, until), until

    return days


def _months(count: int) -> Callable[[date], Days]:
    """So many months with the one that runs."""

    def days(today: date) -> Days:
        month = today.year * 12 + today.month - count
        return date(month // 12, month % 12 + 1, 1), month_end(today)

    return days


_DAYS: dict[Period, Callable[[date], Days]] = {
    Period.TODAY: lambda today: (today, today),
    Period.THIS_WEEK: _running(Time.WEEK),
    Period.LAST_WEEK: _ended(Time.WEEK),
    Period.THIS_MONTH: _running(Time.MONTH),
    Period.LAST_MONTH: _ended(Time.MONTH),
    Period.THIS_QUARTER: _running(Time.QUARTER),
    Period.LAST_QUARTER: _ended(Time.QUARTER),
    Period.THIS_YEAR: _running(Time.YEAR),
    Period.LAST_YEAR: _ended(Time.YEAR),
    Period.LAST_30_DAYS: lambda today: (today - timedelta(days=29), today),
    Period.LAST_12_MONTHS: _months(12),
    Period.LAST_3_YEARS: _months(36),
}


def days_of(period: Period, today: date) -> Days:
    """First and last day of a period, as the company's day ``today`` names it. Those that run go to their end: what is
    promised or due by then belongs to them."""
    return _DAYS[period](today)


def former(asked: Question, today: date) -> Days | None:
    """The days that a question is compared with, on every door: of a period that runs as many as have passed of it,
    counted from the beginning of the one before, or the same days a year ago; of weeks those 52 weeks ago."""
    runs = asked.since <= today < asked.until
    passed = today if runs else asked.until
    if asked.against is Against.LAST_YEAR:
        if asked.time is Time.WEEK:
            return asked.since - YEAR_OF_WEEKS, passed - YEAR_OF_WEEKS
        return last_year(asked.since, passed)
    if asked.against is Against.BEFORE:
        end = asked.ends or asked.until
        return to_date(asked.since, end, passed) if asked.since <= min(passed, today) else before(asked.since, end)
    return None


def to_date(since: date, until: date, today: date) -> Days:
    """As much of the period before as has passed of this one, for a fair comparison of one that runs."""
    first, last = before(since, until)
    return (first, last) if until <= today else (first, min(last, first + (today - since)))
