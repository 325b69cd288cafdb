"""Hours of work on days of work, by the company's calendar: until when something is to be done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django.utils.translation import gettext_lazy as _

from common import dates, settings, workdays

DAY_BEGINS, DAY_ENDS = "calendar.day_begins", "calendar.day_ends"
_DAY = timedelta(days=1)
_FARTHEST = 400  # days that are looked at: a calendar without days of work has no end


@dataclass(frozen=True)
class Hours:
    """When people work: from ``begins`` to ``ends`` o'clock in ``zone`` on each day of which ``is_workday`` says so."""

    begins: int
    ends: int
    is_workday: Callable[[date], bool]
    zone: tzinfo


def due(since: datetime, hours: int, work: Hours) -> datetime:
    """The moment when so many hours of work have passed since ``since``. What comes in at night or on a day off
    counts from the next morning of work."""
    if work.begins >= work.ends:  # round the clock
        return since + timedelta(hours=hours)
    left = timedelta(hours=hours)
    now = since.astimezone(work.zone)
    for _day in range(_FARTHEST):
        begins, ends = (_at(now.date(), hour, work.zone) for hour in (work.begins, work.ends))
        now = max(now, begins)
        if work.is_workday(now.date()) and now < ends:
            if left <= ends - now:
                return (now + left).astimezone(UTC)
            left -= ends - now
        now = _at(now.date() + _DAY, 0, work.zone)
    return since + timedelta(hours=hours)


def _at(day: date, hour: int, zone: tzinfo) -> datetime:
    moment = datetime.combine(day, time(), tzinfo=zone)
    return moment + timedelta(hours=hour)


def hours_of_work() -> Hours:
    """When the company works, as it is set now."""
    begins, ends = int(settings.get(DAY_BEGINS)), int(settings.get(DAY_ENDS))
    return Hours(begins, ends, workdays.calendar().is_workday, dates.business_zone())


def register() -> None:
    """Declare the settings; called once from ``CommonConfig.ready``."""
    for key, hour, words in (
        (DAY_BEGINS, 8, _("The hour at which work begins")),
        (DAY_ENDS, 18, _("The hour at which work ends; not after its beginning: round the clock")),
    ):
        settings.definitions.register(key, settings.Definition(hour, words, bounds=settings.Bounds(0, 24)))
