"""Within which time intake is to be entered: hours of work on days of work, by the company's calendar. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_DAY = timedelta(days=1)
_FARTHEST = 400  # days that are looked at: a calendar without days of work has no end


@dataclass(frozen=True)
class Hours:
    """When people work: from ``begins`` to ``ends`` o'clock in ``zone`` on each day of which ``is_workday`` says so."""

    begins: int
    ends: int
    is_workday: Callable[[date], bool]
    zone: tzinfo


def due(received_at: datetime, hours: int, work: Hours) -> datetime:
    """The moment when so many hours of work have passed since ``received_at``. What comes in at night or on a day off
    counts from the next morning of work."""
    if work.begins >= work.ends:  # round the clock
        return received_at + timedelta(hours=hours)
    left = timedelta(hours=hours)
    now = received_at.astimezone(work.zone)
    for _day in range(_FARTHEST):
        begins, ends = (_at(now.date(), hour, work.zone) for hour in (work.begins, work.ends))
        now = max(now, begins)
        if work.is_workday(now.date()) and now < ends:
            if left <= ends - now:
                return (now + left).astimezone(UTC)
            left -= ends - now
        now = _at(now.date() + _DAY, 0, work.zone)
    return received_at + timedelta(hours=hours)


def _at(day: date, hour: int, zone: tzinfo) -> datetime:
    moment = datetime.combine(day, time(), tzinfo=zone)
    return moment + timedelta(hours=hour)
