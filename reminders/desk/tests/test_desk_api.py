"""Reminders over the API: one's own, answered; what is to come; wishes; letters."""

from datetime import timedelta

import pytest
from rest_framework.test import APIClient

from accounts.tests.builders import make_user
from common import clock
from reminders.desk import queries
from reminders.reminder.models import Letter
from reminders.tests import engine
from reminders.tests.engine import TODAY, at

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
URL = "/api/v1/reminders/"


@pytest.fixture(autouse=True)
def told(monkeypatch, things, team):
    """Two things told to the worker, ten o'clock of the day."""
    monkeypatch.setattr(clock, "now", lambda: at("10:00"))
    rule = engine.make_rule()
    for number in (1, 2):
        things.put(number, TODAY + 3 * DAY, team.worker, department=team.department)
    engine.scan(at())
    engine.send(at())
    return rule


def _client(person) -> APIClient:
    client = APIClient()
    client.force_authenticate(person)
    return client


def _post(client, path, data, key):
    return client.post(path, data, format="json", headers={"Idempotency-Key": key})


def test_one_lists_and_answers_ones_own(team):
    client = _client(team.worker)
    rows = client.get(URL, {"show": "open"}).json()["results"]
    assert [one["recipient"] for one in rows] == [team.worker.username] * 2
    assert _client(team.other).get(URL).json()["results"] == []
    ids = [one["id"] for one in rows]
    assert _post(_client(team.other), f"{URL}acknowledge/", {"ids": ids}, "k1").status_code == 404
    assert _post(client, f"{URL}acknowledge/", {"ids": ids[:1]}, "k2").json() == {"count": 1, "told": []}
    until = at("15:00").isoformat()
    assert _post(client, f"{URL}snooze/", {"ids": ids[1:], "until": until}, "k3").status_code == 200
    assert _post(client, f"{URL}snooze/", {"ids": ids[:1], "until": until}, "k4").status_code == 409
    assert queries.count_open(team.worker) == 0


def test_one_passes_on(team):
    client = _client(team.worker)
    first = client.get(URL).json()["results"][0]["id"]
    given = {"ids": [first], "to": team.other.username, "word": "yours"}
    assert _post(client, f"{URL}not-me/", given, "k1").json()["told"] == [team.other.name]
    assert _post(client, f"{URL}not-me/", {"ids": [first], "to": "nobody"}, "k2").status_code == 400


def test_a_day_to_come_is_read(things, team):
    things.put(3, TODAY + 4 * DAY, team.worker, department=team.department)
    found = _client(team.worker).get(f"{URL}coming/").json()
    assert (found["count"], found["rows"][0]["title"]) == (1, "Thing 3")
    assert _client(team.worker).get(f"{URL}coming/", {"day": "2027-01-01"}).status_code == 400


def test_wishes_are_said_and_taken_back(team, told):
    client = _client(team.worker)
    url = f"{URL}opt-out/"
    assert _post(client, url, {"rule": told.code, "wanted": False}, "k1").json() == [{"rule": told.code}]
    assert client.get(f"{URL}opt-outs/").json() == [{"rule": told.code}]
    assert _post(client, url, {"rule": told.code, "wanted": True}, "k2").json() == []
    assert _post(client, url, {"rule": "none-such", "wanted": True}, "k3").status_code == 400


def test_letters_are_closed_by_who_may(team):
    Letter.objects.update(state="DOUBTFUL")
    letter = Letter.objects.first()
    url = f"/api/v1/reminder-letters/{letter.pk}/close/"
    assert _post(_client(team.worker), url, {"arrived": True}, "k1").status_code == 403
    answer = _post(_client(make_user("order_desk")), url, {"arrived": True}, "k2")
    assert answer.json()["state"] == "SENT"


def test_the_history_is_read_by_scope(team):
    url = "/api/v1/reminder-history/"
    assert len(_client(team.boss).get(url).json()["results"]) > 0
    assert _client(make_user("sales")).get(url).json()["results"] == []
