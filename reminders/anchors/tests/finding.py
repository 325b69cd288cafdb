"""What anchors find, as tests ask for it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from accounts.people.models import User
from common import dates
from reminders.anchors.source import Due, Facts, anchors

YEAR = (datetime(2026, 1, 1, tzinfo=dates.business_zone()), datetime(2027, 12, 31, tzinfo=dates.business_zone()))


def found(
    code: str, first: date | datetime | None = None, last: date | datetime | None = None, **more: Any
) -> list[Due]:
    """What an anchor finds from one day or moment to another; in all years of the tests where none is given."""
    begin, end = _moment(first) or YEAR[0], _moment(last) or _moment(first) or YEAR[1]
    return list(anchors[code].find(first=begin, last=end, **more))


def _moment(value: date | datetime | None) -> datetime | None:
    return value if value is None or isinstance(value, datetime) else dates.day_start(value)


def days(dues: Iterable[Due]) -> list[date]:
    """The days of what was found."""
    return [dates.business_day(one.due) for one in dues]


def told(code: str, due: Due, reader: User | None) -> Facts:
    """What is said of one."""
    return anchors[code].describe([due.key], reader)[due.key]
