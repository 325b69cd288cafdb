"""Which steps fall on which days and hours."""

from datetime import UTC, date, datetime, timedelta

import pytest

from common import dates
from common.workdays import Calendar
from reminders.rules.choices import Unit
from reminders.rules.steps import Days, Hours, Steps, Window

WEDNESDAY = date(2026, 11, 25)
FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 11, 27) + timedelta(n) for n in range(4))
PLAIN = Calendar()


def days(steps, first, last=None, *, unit=Unit.DAY, every=None, most=None, workdays_only=False, calendar=PLAIN):
    return Days(
        Steps(unit, frozenset(steps), every, most),
        calendar,
        workdays_only=workdays_only,
        first=first,
        last=last or first,
    )


def numbers(found, due):
    return [one.number for one in found.hits(dates.day_start(due))]


@pytest.mark.parametrize(("away", "step"), [(7, [-7]), (3, [-3]), (1, [-1]), (0, [0]), (2, []), (-1, []), (8, [])])
def test_a_step_falls_on_its_day_alone(away, step):
    assert numbers(days([-7, -3, -1, 0], WEDNESDAY), WEDNESDAY + timedelta(away)) == step


def test_after_the_last_step_it_goes_on_as_often_as_is_said():
    found = days([0], WEDNESDAY, every=3, most=2)
    told = [n for n in range(20) if numbers(found, WEDNESDAY - timedelta(n))]
    assert told == [0, 3, 6]
    on_and_on = days([0], WEDNESDAY, every=3)
    assert [n for n in range(20) if numbers(on_and_on, WEDNESDAY - timedelta(n))] == [0, 3, 6, 9, 12, 15, 18]


def test_days_of_work_leave_out_weekends_and_holidays():
    calendar = Calendar(off=frozenset({date(2026, 11, 26)}))
    found = days([-2], WEDNESDAY, unit=Unit.WORKDAY, calendar=calendar)
    assert [day for n in range(10) if numbers(found, day := WEDNESDAY + timedelta(n))] == [SATURDAY, SUNDAY, MONDAY]


def test_days_of_work_count_as_the_calendar_does():
    calendar = Calendar(off=frozenset({date(2026, 11, 26)}), made_up=frozenset({SATURDAY}))
    for n in range(-9, 10):
        anchor = date(2026, 11, 20)
        while anchor < date(2026, 12, 5):
            told = calendar.moved(anchor, n)
            assert numbers(days([n], told, unit=Unit.WORKDAY, calendar=calendar), anchor) == [n], (anchor, n, told)
            anchor += timedelta(1)


def test_what_falls_on_a_weekend_is_told_before_while_it_is_still_to_come():
    found = days([-1, 0, 2], FRIDAY, workdays_only=True)
    assert numbers(found, SUNDAY) == [-1, 0]  # Saturday and Sunday are told on Friday
    assert numbers(found, MONDAY) == [-1]


def test_what_is_overdue_on_a_weekend_is_told_on_the_next_day_of_work():
    found = days([2], MONDAY, workdays_only=True)
    assert numbers(found, FRIDAY) == [2]  # Sunday
    assert numbers(days([2], FRIDAY, workdays_only=True), FRIDAY) == []


def test_every_object_that_is_hit_lies_in_the_ranges_that_are_looked_for():
    calendar = Calendar(off=frozenset(date(2027, 2, 5) + timedelta(n) for n in range(9)))
    for unit in (Unit.DAY, Unit.WORKDAY):
        for only in (True, False):
            for n in range(60):
                day = date(2027, 1, 10) + timedelta(n)
                found = days([-30, -3, 0, 4], day, unit=unit, every=5, most=6, workdays_only=only, calendar=calendar)
                ranges = found.ranges()
                assert ranges == sorted(ranges)
                for away in range(-80, 80):
                    due = day + timedelta(away)
                    if numbers(found, due):
                        assert any(first <= due <= last for first, last in ranges), (unit, only, day, due)


def test_hours_are_counted_from_the_moment():
    end = datetime(2026, 11, 25, 4, tzinfo=UTC)
    window = Window(end - timedelta(minutes=5), end)
    found = Hours(Steps(Unit.HOUR, frozenset({-2, 0, 4})), window)
    due = end + timedelta(hours=2) - timedelta(minutes=1)
    assert [one.number for one in found.hits(due)] == [-2]
    assert found.hits(due + timedelta(minutes=2)) == []
    assert any(first <= due <= last for first, last in found.ranges())
