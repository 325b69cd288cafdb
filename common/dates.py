"""Business days: moments are stored in UTC, days are the company's (SEMANTICS 1)."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings


@lru_cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def business_zone() -> ZoneInfo:
    """The company's time zone (setting BUSINESS_TIME_ZONE, default Asia/Shanghai)."""
    return _zone(settings.BUSINESS_TIME_ZONE)


def business_day(at: datetime) -> date:
    """The company's calendar day of a moment."""
    return at.astimezone(business_zone()).date()


def day_start(day: date) -> datetime:
    """The first moment of a business day, in UTC; of the calendar's first day the first moment that there is."""
    try:
        return datetime.combine(day, time.min, tzinfo=business_zone()).astimezone(UTC)
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC)


def day_range(first: date, last: date) -> tuple[datetime, datetime]:
    """Half-open range of moments [start, end) that covers the days first..last, both included."""
    end = day_start(last + timedelta(days=1)) if last < date.max else datetime.max.replace(tzinfo=UTC)
    return day_start(first), end


def back(day: date, by: timedelta) -> date:
    """The day so long before another; the first of all where there is none."""
    return day - by if day - date.min >= by else date.min


def month_end(day: date) -> date:
    """The last day of the day's month."""
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return following - timedelta(days=1)
