"""A job of certain hours that nobody woke at its hour is known a while later, and only then."""

from datetime import UTC, datetime, timedelta

import pytest
from celery.schedules import crontab

from common.background import timetable
from common.background.missed import missed
from common.background.timetable import Entry
from common.models import ClockRun

pytestmark = pytest.mark.django_db
DUE = datetime(2026, 11, 20, 16, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _entry():
    timetable.entries._entries["nightly"] = Entry("tests.nightly", crontab(hour=16, minute=10), "Nightly")
    timetable.entries._entries["often"] = Entry("tests.often", 60.0, "Often")
    ClockRun.objects.create(task="tests.often", began_at=DUE - timedelta(days=3))
    yield
    del timetable.entries._entries["nightly"], timetable.entries._entries["often"]


def found(after, began=DUE - timedelta(days=1)):
    ClockRun.objects.update_or_create(task="tests.nightly", defaults={"began_at": began})
    return [due for key, due in missed(at=DUE + after) if key in ("nightly", "often")]


def test_it_is_missed_once_it_should_have_begun_a_while_ago():
    assert found(timedelta(minutes=1)) == [], "a worker may be about to begin it"
    assert found(timedelta(minutes=5)) == [DUE]
    assert found(timedelta(minutes=5), began=DUE + timedelta(seconds=2)) == []


def test_what_was_due_long_ago_waits_for_its_next_hour():
    assert found(timedelta(minutes=119)) == [DUE]
    assert found(timedelta(hours=3)) == []
    assert found(timedelta(minutes=5), began=DUE - timedelta(days=4)) == [DUE], "only the last time is made up"


def test_of_what_never_began_nothing_is_known():
    assert [key for key, _due in missed(at=DUE + timedelta(minutes=5)) if key == "nightly"] == []
