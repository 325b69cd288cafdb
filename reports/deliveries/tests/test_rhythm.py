"""When a report is sent next: days of work, weeks, months, the company's clock."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from common import holidays
from common.workdays import Calendar
from reports.deliveries import rhythm
from reports.deliveries.models import Rhythm

SHANGHAI = ZoneInfo("Asia/Shanghai")
CHINA = holidays.of(holidays.CHINA)
CALENDAR = Calendar(CHINA.off, CHINA.made_up)


def next_of(kind, place, hour, after, zone=SHANGHAI):
    day, _space, clock = after.partition(" ")
    moment = datetime.combine(date.fromisoformat(day), datetime.strptime(clock, "%H:%M").time(), tzinfo=zone)
    found = rhythm.next_time(kind, place, hour, after=moment.astimezone(UTC), calendar=CALENDAR, zone=zone)
    assert found.tzinfo is UTC
    return f"{found.astimezone(zone):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("after", "then"),
    [
        ("2026-11-23 07:59", "2026-11-23 08:00"),
        ("2026-11-23 08:00", "2026-11-24 08:00"),  # the moment itself was served
        ("2026-11-27 09:00", "2026-11-30 08:00"),  # a weekend
        ("2026-09-30 09:00", "2026-10-08 08:00"),  # the National Day holiday
        ("2026-02-13 09:00", "2026-02-14 08:00"),  # a Saturday that is worked instead of a holiday
        ("2026-02-14 09:00", "2026-02-24 08:00"),  # Spring Festival
    ],
)
def test_every_day_of_work_by_the_calendar_of_china(after, then):
    assert next_of(Rhythm.DAILY, 1, 8, after) == then


@pytest.mark.parametrize(
    ("place", "after", "then"),
    [
        (1, "2026-11-23 08:00", "2026-11-30 08:00"),
        (5, "2026-11-23 08:00", "2026-11-27 08:00"),
        (4, "2026-09-28 08:00", "2026-10-08 08:00"),  # Thursday, the first of October, waits for the eighth
        (4, "2026-10-08 08:00", "2026-10-15 08:00"),  # which serves for its own Thursday too
        (5, "2026-09-28 08:00", "2026-10-08 08:00"),
    ],
)
def test_every_week_on_its_day_or_the_next_day_of_work(place, after, then):
    assert next_of(Rhythm.WEEKLY, place, 8, after) == then


@pytest.mark.parametrize(
    ("place", "after", "then"),
    [
        (1, "2026-11-23 08:00", "2026-12-01 08:00"),
        (28, "2026-02-27 09:00", "2026-02-28 08:00"),  # a Saturday worked after Spring Festival
        (28, "2026-11-27 09:00", "2026-11-30 08:00"),  # a Saturday that is none
        (28, "2026-11-30 09:00", "2026-12-28 08:00"),
        (1, "2026-10-02 08:00", "2026-10-08 08:00"),
        (31 - 3, "2026-12-28 08:00", "2027-01-28 08:00"),
    ],
)
def test_every_month_on_its_day_or_the_next_day_of_work(place, after, then):
    assert next_of(Rhythm.MONTHLY, place, 8, after) == then


def test_the_hour_is_the_companys_wherever_the_machine_stands():
    after = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # half past seven on Monday in Shanghai
    found = rhythm.next_time(Rhythm.DAILY, 1, 8, after=after, calendar=CALENDAR, zone=SHANGHAI)
    assert found == datetime(2026, 11, 23, 0, 0, tzinfo=UTC)


def test_one_time_comes_after_the_other_for_two_years():
    for kind, place in ((Rhythm.DAILY, 1), (Rhythm.WEEKLY, 4), (Rhythm.MONTHLY, 28)):
        at, seen = datetime(2025, 1, 1, tzinfo=UTC), []
        while at < datetime(2027, 1, 1, tzinfo=UTC):
            at = rhythm.next_time(kind, place, 8, after=at, calendar=CALENDAR, zone=SHANGHAI)
            seen.append(at)
        assert seen == sorted(set(seen))
        assert all(CALENDAR.is_workday(one.astimezone(SHANGHAI).date()) for one in seen)


def test_it_is_said_in_words():
    assert rhythm.said(Rhythm.DAILY, 1, 8) == "every day of work, 08:00"
    assert rhythm.said(Rhythm.WEEKLY, 5, 17) == "every Friday, 17:00"
    assert rhythm.said(Rhythm.MONTHLY, 28, 0) == "every month on day 28, 00:00"
