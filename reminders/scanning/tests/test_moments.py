"""When a reminder goes: quiet hours, days of work, clocks that change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from reminders.scanning.moments import Manner, Quiet, Times, on

SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")
DAY = date(2026, 11, 25)


def here(hour, minute=0, day=DAY, zone=SHANGHAI):
    return datetime.combine(day, time(hour, minute), tzinfo=zone).astimezone(UTC)


def times(begins=20, ends=8, zone=SHANGHAI, is_workday=lambda day: day.weekday() < 5):
    return Times(Quiet(begins, ends, zone), is_workday)


def manner(send_at=None, *, is_digest=False, workdays_only=False, keeps=True):
    return Manner(send_at, is_digest, workdays_only, keeps)


@pytest.mark.parametrize(
    ("hour", "quiet"), [(7, True), (8, False), (12, False), (19, False), (20, True), (23, True), (0, True)]
)
def test_quiet_hours_go_over_midnight(hour, quiet):
    assert times().quiet.holds(here(hour)) is quiet
    assert times(0, 6).quiet.holds(here(hour)) is (hour < 6)
    assert times(8, 8).quiet.holds(here(hour)) is False


def test_without_a_time_it_goes_when_the_night_is_over():
    assert times().on_day(DAY, manner()) == here(8)
    assert times().on_day(DAY, manner(time(9, 30))) == here(9, 30)
    assert times().on_day(DAY, manner(time(6))) == here(8)
    assert times().on_day(DAY, manner(time(6), keeps=False)) == here(6)


def test_a_moment_in_the_night_waits_for_the_morning_of_a_day_of_work():
    friday = date(2026, 11, 27)
    assert times().from_moment(here(22, day=friday), manner()) == here(8, day=friday + timedelta(1))
    assert times().from_moment(here(22, day=friday), manner(workdays_only=True)) == here(8, day=date(2026, 11, 30))
    assert times().from_moment(here(10), manner()) == here(10)
    assert times().from_moment(here(10), manner(time(9), is_digest=True)) == here(9, day=DAY + timedelta(1))


def test_the_company_s_clock_counts_also_when_it_changes():
    """New York went to summer time on 2026-03-08 at 2:00 and back on 2026-11-01 at 2:00."""
    there = times(zone=NEW_YORK)
    before, after = there.on_day(date(2026, 3, 7), manner()), there.on_day(date(2026, 3, 8), manner())
    assert after - before == timedelta(hours=23)
    assert there.on_day(date(2026, 11, 1), manner()) - there.on_day(date(2026, 10, 31), manner()) == timedelta(hours=25)
    assert on(date(2026, 3, 8), time(2, 30), NEW_YORK) == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)  # 3:30 on the clock
    assert there.quiet.holds(datetime(2026, 3, 8, 7, tzinfo=UTC))


def test_from_when_on_something_may_go_that_was_held_up():
    sunday, monday = date(2026, 11, 29), date(2026, 11, 30)

    def allowed(at, *, days, quiet):
        return times().allowed(at, workdays_only=days, keeps_quiet_hours=quiet)

    assert allowed(here(9), days=True, quiet=True) == here(9)
    assert allowed(here(9, day=sunday), days=True, quiet=True) == here(8, day=monday)
    assert allowed(here(9, day=sunday), days=False, quiet=True) == here(9, day=sunday)
    assert allowed(here(5), days=False, quiet=True) == here(8)
    assert allowed(here(5), days=False, quiet=False) == here(5)
