"""When a report is sent next, and how that is said. Pure.

A report that falls on a day off is sent on the next day of work: the first of October's waits until the eighth.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from common.dates import month_end
from common.workdays import Calendar
from reports.deliveries.models import Rhythm

_LONGEST_PAUSE = timedelta(days=45)  # for which a day may have been put off until now
LAST_PLACE = {Rhythm.DAILY: 1, Rhythm.WEEKLY: 5, Rhythm.MONTHLY: 28}
WEEKDAYS = (
    pgettext_lazy("report sent every", "Monday"),
    pgettext_lazy("report sent every", "Tuesday"),
    pgettext_lazy("report sent every", "Wednesday"),
    pgettext_lazy("report sent every", "Thursday"),
    pgettext_lazy("report sent every", "Friday"),
)


def next_time(rhythm: str, place: int, hour: int, *, after: datetime, calendar: Calendar, zone: tzinfo) -> datetime:
    """The first moment after ``after`` at which a report of this rhythm is sent. ``place``: the weekday (1 Monday, 5
    Friday) or the day of the month, 28 at most; ``hour`` of the company's day."""
    day = after.astimezone(zone).date() - _LONGEST_PAUSE
    while True:
        named = _named(rhythm, place, day)
        moment = datetime.combine(calendar.on_or_after(named), time(hour), tzinfo=zone).astimezone(UTC)
        if moment > after:
            return moment
        day = named + timedelta(days=1)


def _named(rhythm: str, place: int, day: date) -> date:
    """The first day from ``day`` on that the rhythm names, whether people work on it or not."""
    if rhythm == Rhythm.WEEKLY:
        return day + timedelta(days=(place - 1 - day.weekday()) % 7)
    if rhythm == Rhythm.MONTHLY:
        month = day if day.day <= place else month_end(day) + timedelta(days=1)
        return month.replace(day=place)
    return day


def said(rhythm: str, place: int, hour: int) -> str:
    """The rhythm in words."""
    at = f"{hour:02}:00"
    if rhythm == Rhythm.WEEKLY:
        return _("every %(weekday)s, %(time)s") % {"weekday": WEEKDAYS[place - 1], "time": at}
    if rhythm == Rhythm.MONTHLY:
        return _("every month on day %(day)s, %(time)s") % {"day": place, "time": at}
    return pgettext("report sent", "every day of work, %(time)s") % {"time": at}
