"""Several clocks may run: one wakes the jobs, and when it dies another goes on where the timetable stands."""

from types import SimpleNamespace

import pytest
from celery.beat import PersistentScheduler
from django.db import connection

from common import clock
from orders_site import beat
from orders_site.celery import app
from orders_site.tests.site import wait_until

pytestmark = pytest.mark.django_db


@pytest.fixture
def clocks(tmp_path, monkeypatch):
    """Two clocks with a timetable each, and what they woke."""
    woken = []
    monkeypatch.setattr(PersistentScheduler, "apply_entry", lambda self, entry, producer=None: woken.append(self))
    made = [beat.Scheduler(app=app, schedule_filename=str(tmp_path / name), lazy=True) for name in "ab"]
    yield *made, woken
    for one in made:
        one._leading.give_up()


def test_one_of_two_clocks_wakes_the_jobs(clocks):
    first, second, woken = clocks
    for _round in range(2):
        first.apply_entry(None)
        second.apply_entry(None)
    assert woken == [first, first]


def test_when_the_clock_that_leads_is_gone_the_other_goes_on(clocks):
    first, second, woken = clocks
    first.apply_entry(None)
    with connection.cursor() as cursor:  # its machine dies
        cursor.execute("SELECT pg_terminate_backend(%s)", [first._leading._session.connection.info.backend_pid])
    wait_until(lambda: second.apply_entry(None) or second in woken, "the other clock")
    first.apply_entry(None)
    assert woken == [first, second]


def test_a_clock_that_waits_keeps_its_place_in_the_timetable(clocks, monkeypatch):
    """What another clock wakes is over for this one, too: nothing is made up when it takes over."""
    first, second, woken = clocks
    first.apply_entry(None)
    second.setup_schedule()
    name, entry = next(iter(second.schedule.items()))
    before = entry.total_run_count
    second.apply_entry(second.reserve(entry))
    assert second.schedule[name].total_run_count == before + 1
    assert woken == [first]
    second.close()


def test_what_was_due_while_nobody_led_is_made_up_once_by_the_one_that_leads(clocks, monkeypatch):
    first, second, woken = clocks
    first.setup_schedule()
    name = next(iter(first.schedule))
    now = clock.now()
    monkeypatch.setattr(beat, "missed", lambda *, at: iter([(name, now), ("gone from the timetable", now)]))
    first.make_up(at=now)
    assert woken == [first]
    first.make_up(at=now), second.make_up(at=now)
    assert woken == [first], "once, and not by the one that waits"
    first.close()


def test_the_clock_looks_for_it_by_itself(clocks, monkeypatch):
    first, _second, _woken = clocks
    looked = []
    monkeypatch.setattr(first, "make_up", lambda *, at: looked.append(at))
    monkeypatch.setattr(PersistentScheduler, "tick", lambda self, *_more, **_options: 1.0)
    assert [first.tick(), first.tick()] == [1.0, 1.0] and len(looked) == 1


def test_nobody_leads_while_the_database_is_away(clocks, monkeypatch):
    first, _second, woken = clocks
    gone = connection.copy()
    gone.settings_dict["HOST"] = "/nonexistent"
    monkeypatch.setattr(beat, "connection", SimpleNamespace(copy=lambda: gone))
    first.apply_entry(None)
    assert woken == []
