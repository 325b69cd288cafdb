"""The timetable: what workers note of its jobs, and how people read it."""

from datetime import UTC, datetime, timedelta

import pytest
from celery.schedules import crontab

from common.background import timetable
from common.background.timetable import Entry
from common.models import ClockRun

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
SOME = "tests.some"


@pytest.fixture(autouse=True)
def _entry():
    timetable.forget()
    timetable.entries._entries["some"] = Entry(SOME, 60.0, "Some job")
    yield
    del timetable.entries._entries["some"]
    timetable.forget()


def run(at=AT, error="", took=2):
    timetable.note_begin(SOME, at=at)
    timetable.note_end(SOME, error=error, at=at + timedelta(seconds=took))


def line(at=AT):
    return next(one for one in timetable.lines(at=at) if one.key == "some")


def test_a_run_is_noted_with_its_end():
    run()
    row = ClockRun.objects.get(task=SOME)
    assert (row.began_at, row.ended_at, row.good_at) == (AT, AT + timedelta(seconds=2), AT + timedelta(seconds=2))
    assert line().next_at == AT + timedelta(seconds=60) and not line().has_failed and not line().is_running


def test_failures_are_counted_until_it_is_well_again():
    run()
    run(error="OSError: away")
    run(error="OSError: away")
    found = line().run
    assert (found.failures, found.error, found.good_at) == (2, "OSError: away", AT + timedelta(seconds=2))
    run(at=AT + timedelta(hours=1))
    assert (line().run.failures, line().run.error) == (0, "")


def test_what_goes_well_again_and_again_is_not_written_each_time(django_assert_num_queries):
    run()
    with django_assert_num_queries(0):
        run(at=AT + timedelta(seconds=1))
    timetable._noted[SOME] = (timetable._noted[SOME][0] - 60, True)
    with django_assert_num_queries(2):
        run(at=AT + timedelta(seconds=61))


def test_jobs_of_no_timetable_are_not_noted():
    timetable.note_begin("tests.other", at=AT)
    timetable.note_end("tests.other", at=AT)
    assert not ClockRun.objects.filter(task="tests.other").exists()


def test_one_that_does_not_come_any_more_is_late():
    run()
    assert not line(at=AT + timedelta(minutes=5)).is_late and line(at=AT + timedelta(minutes=7)).is_late
    assert "some" in {one.key for one in timetable.failing(at=AT + timedelta(hours=1))}


def test_one_at_certain_hours_is_next_at_the_next_of_them():
    entry = Entry("x", crontab(hour=18, minute=30), "At night")
    assert entry.next_after(None, at=AT) == datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
    assert entry.next_after(AT, at=AT + timedelta(hours=17)) == datetime(2026, 11, 21, 18, 30, tzinfo=UTC)
