"""The background work shows that it goes on; where it does not, the shell says what is delayed (RELIABILITY 2.1)."""

from datetime import timedelta

import pytest

from accounts.tests.builders import make_user
from common import clock, heartbeat, jobs
from common.models import Heartbeat

pytestmark = pytest.mark.django_db


def test_a_beat_is_noted_and_never_goes_back():
    at = clock.now()
    jobs.beat()
    heartbeat.beat(at=at - timedelta(hours=1))
    assert heartbeat.silent_since(at=clock.now()) is None
    silent = heartbeat.silent_since(at=clock.now() + timedelta(seconds=100))
    assert silent is not None and silent >= at


def test_the_shell_says_what_is_delayed_and_stops_saying_it(client):
    client.force_login(make_user())
    Heartbeat.objects.update(at=clock.now() - timedelta(minutes=5))
    said = client.get("/counts/").content.decode()
    assert "Background work stands still" in said and "imports" in said
    jobs.beat()
    answer = client.get("/counts/").content.decode()
    assert "stands still" not in answer and 'id="delays"' in answer  # an empty piece takes the words away


def test_every_page_has_the_place_for_it(client):
    client.force_login(make_user())
    assert 'id="delays"' in client.get("/").content.decode()


def test_a_worker_that_never_started_is_missed():
    Heartbeat.objects.all().delete()
    heartbeat._begin(clock.now() - timedelta(minutes=3))
    assert heartbeat.silent_since(at=clock.now())


def test_after_a_pause_the_worker_has_its_time_to_come_up():
    now = clock.now()
    Heartbeat.objects.update(at=now - timedelta(days=2))
    heartbeat._begin(now)
    assert heartbeat.silent_since(at=now + timedelta(seconds=60)) is None
    assert heartbeat.silent_since(at=now + timedelta(seconds=100)) == now
