"""The timetable of all apps: every job has a title, and workers note how it went."""

import pytest
from django.urls import reverse

from accounts.tests.builders import make_user
from common.background import timetable
from common.models import ClockRun, Event
from orders_site import timetable as titles
from orders_site.celery import app


@pytest.fixture(autouse=True)
def _nothing_noted():
    timetable.forget()
    yield
    timetable.forget()


def test_every_job_of_the_timetable_says_what_it_does():
    assert [key for key in timetable.entries if key not in titles.TITLES] == []
    assert [key for key in titles.TITLES if key not in timetable.entries] == []


@pytest.mark.django_db
def test_a_worker_notes_how_a_job_went(monkeypatch):
    app.tasks["common.heartbeat"].apply()
    assert ClockRun.objects.get(task="common.heartbeat").failures == 0
    timetable.forget()

    def away(**_more):
        raise OSError("away")

    monkeypatch.setattr("common.heartbeat.beat", away)
    app.tasks["common.heartbeat"].apply()
    row = ClockRun.objects.get(task="common.heartbeat")
    assert (row.failures, row.error) == (1, "OSError: away")


@pytest.mark.django_db
def test_the_console_shows_it_and_wakes_one(client, monkeypatch, django_capture_on_commit_callbacks):
    woken = []
    monkeypatch.setattr("common.waking._send", lambda task, ids: woken.append(task))
    client.force_login(make_user("administrator", language="en"))
    url = reverse("admin:timetable")
    assert "Sealing the audit trail" in client.get(url).text
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url, {"key": "seal-trail"}).status_code == 303
    assert woken == ["accounts.seal_trail"] and Event.objects.get(kind="job.woken").subject_number == "seal-trail"
    assert client.post(url, {"key": "nothing"}).status_code == 404
