"""Pages of reminders: mine, tomorrow, history, letters; what each person sees, and how many statements it takes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.tests.builders import make_user
from common import clock, errors
from reminders.desk import coming, queries
from reminders.reminder.models import Letter, Reminder
from reminders.rules.models import OptOut
from reminders.tests import engine
from reminders.tests.engine import TODAY, at

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def now(monkeypatch):
    """Ten o'clock of the day."""
    monkeypatch.setattr(clock, "now", lambda: at("10:00"))


def _client(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _told(things, team, count=1, **rule):
    made = engine.make_rule(**rule)
    for number in range(1, count + 1):
        things.put(number, TODAY + 3 * DAY, team.worker, department=team.department)
    engine.scan(at())
    engine.send(at())
    return made


def test_my_reminders_show_mine_and_nobody_elses(things, team):
    _told(things, team)
    assert "Thing 1" in _client(team.worker).get(reverse("reminders:mine")).content.decode()
    assert "Thing 1" not in _client(team.other).get(reverse("reminders:mine")).content.decode()


def test_of_a_matter_only_the_newest_is_asked_about(things, team):
    _told(things, team)
    for day in (2, 3):
        engine.scan(at(day=TODAY + day * DAY))
        engine.send(at(day=TODAY + day * DAY))
    assert queries.mine(team.worker).get().step == 0


def test_what_one_may_not_see_any_more_is_not_named(things, team):
    _told(things, team)
    things.hidden.add((1, team.worker.pk))
    page = _client(team.worker).get(reverse("reminders:mine")).content.decode()
    assert "Thing 1" not in page and "you may not see it" in page


def test_many_are_answered_at_once_without_a_script(things, team):
    _told(things, team, count=3)
    ids = list(queries.mine(team.worker).values_list("pk", flat=True))
    client = _client(team.worker)
    assert client.post(reverse("reminders:answer"), {"ids": ids, "do": "ack"}).status_code == 303
    assert queries.count_open(team.worker) == 0
    assert "Acknowledged" in client.get(reverse("reminders:mine"), {"show": "answered"}).content.decode()


def test_dialogs_put_off_and_pass_on(things, team):
    _told(things, team, count=2)
    first, second = queries.mine(team.worker).order_by("pk")
    client = _client(team.worker)
    for name in ("later", "not-me"):
        assert client.get(reverse(f"reminders:{name}"), {"ids": first.pk}).status_code == 200
    url = reverse("reminders:later")
    assert client.post(url, {"ids": first.pk, "day": (TODAY - DAY).isoformat()}).status_code == 422
    assert client.post(url, {"ids": first.pk, "day": (TODAY + DAY).isoformat(), "hour": 9}).status_code == 303
    first.refresh_from_db()
    assert first.snoozed_until == at("09:00", TODAY + DAY)
    given = {"ids": second.pk, "to": team.other.pk, "word": "yours"}
    assert client.post(reverse("reminders:not-me"), given).status_code == 303
    assert queries.mine(team.other).get().why == "PASSED"


def test_the_dialog_says_why_it_may_not_go_to_somebody(things, team):
    _told(things, team)
    things.hidden.add((1, team.other.pk))
    row = queries.mine(team.worker).get()
    answer = _client(team.worker).post(reverse("reminders:not-me"), {"ids": row.pk, "to": team.other.pk})
    assert answer.status_code == 422 and "may not see" in answer.content.decode()


def test_nonsense_and_others_reminders_are_refused(things, team):
    _told(things, team)
    row = queries.mine(team.worker).get()
    url = reverse("reminders:answer")
    assert _client(team.other).post(url, {"ids": row.pk, "do": "ack"}).status_code == 404
    for given in ({}, {"ids": "x", "do": "ack"}, {"ids": row.pk, "do": "shout"}):
        assert _client(team.worker).post(url, given).status_code == 422
    assert _client(team.worker).get(reverse("reminders:later")).status_code == 422


def test_the_list_takes_as_many_statements_for_forty_as_for_two(things, team):
    _told(things, team, count=2)
    client, url = _client(team.worker), reverse("reminders:mine")
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(3, 41):
        things.put(number, TODAY + 3 * DAY, team.worker, department=team.department)
    engine.scan(at("09:30"))
    engine.send(at("09:31"))
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) <= len(few) and len(few) < 40


def test_one_unsubscribes_and_wants_it_again(things, team):
    rule = _told(things, team)
    client, url = _client(team.worker), reverse("reminders:wishes")
    assert str(rule) in client.get(url).content.decode()
    client.post(url, {"rule": rule.pk, "want": "0"})
    assert OptOut.objects.get().rule == rule
    assert "Unsubscribed" in client.get(url).content.decode()
    client.post(url, {"rule": rule.pk, "want": "1"})
    assert not OptOut.objects.exists()


def test_tomorrow_is_what_the_engine_then_sends(things, team):
    engine.make_rule()
    things.put(1, TODAY + 4 * DAY, team.worker, department=team.department)
    found = coming.on_day(team.worker, TODAY + DAY, at=at())
    assert [(row.key[0], row.step, row.recipient) for row in found.rows] == [(1, -3, f"user:{team.worker.pk}")]
    engine.scan(at(day=TODAY + DAY))
    sent = Reminder.objects.filter(state="QUEUED").values_list("subject_id", "step", "recipient")
    assert list(sent) == [(1, -3, f"user:{team.worker.pk}")]


def test_tomorrow_tells_of_what_was_put_off_until_then(things, team):
    from reminders.answering import operations

    _told(things, team)
    row = queries.mine(team.worker).get()
    operations.snooze(actor=team.worker, reminder_ids=[row.pk], until=at("11:00", TODAY + DAY), at=at("09:30"))
    found = coming.on_day(team.worker, TODAY + DAY, at=at("10:00"))
    assert [one.is_back for one in found.rows] == [True]


def test_tomorrow_shows_others_by_scope(things, team):
    engine.make_rule()
    things.put(1, TODAY + 4 * DAY, team.worker, department=team.department)
    stranger = make_user("sales")
    for reader, count in ((team.worker, 1), (team.boss, 1), (stranger, 0)):
        assert len(coming.on_day(reader, TODAY + DAY, at=at()).rows) == count
    page = _client(team.boss).get(reverse("reminders:tomorrow")).content.decode()
    assert team.worker.name in page and "Thing 1" in page
    assert (TODAY + 4 * DAY).isoformat() in page, "the day that it tells of"


def test_tomorrow_takes_as_many_statements_for_forty_as_for_one(things, team):
    engine.make_rule()
    things.put(1, TODAY + 4 * DAY, team.worker, department=team.department)
    coming.on_day(team.boss, TODAY + DAY, at=at())
    with CaptureQueriesContext(connection) as few:
        coming.on_day(team.boss, TODAY + DAY, at=at())
    for number in range(2, 41):
        things.put(number, TODAY + 4 * DAY, team.worker, department=team.department)
    with CaptureQueriesContext(connection) as many:
        assert coming.on_day(team.boss, TODAY + DAY, at=at()).count == 40
    assert len(many) <= len(few)


@pytest.mark.parametrize("text", ["2026-11-24", "2026-12-30", "soon"])
def test_days_out_of_reach_are_refused(text):
    with pytest.raises(errors.Invalid):
        coming.chosen_day(text, at())


def test_the_history_is_seen_by_scope(things, team):
    _told(things, team)
    url = reverse("reminders:history")
    for reader, is_there in ((team.worker, True), (team.boss, True), (make_user("sales"), False)):
        assert ("Thing 1" in _client(reader).get(url).content.decode()) == is_there


def test_letters_are_looked_at_and_sent_again_by_who_may(things, team):
    _told(things, team)
    desk = make_user("order_desk")
    Letter.objects.update(state="DOUBTFUL", error="timed out")
    letter = Letter.objects.get()
    assert _client(team.worker).get(reverse("reminders:letters")).status_code == 403
    client = _client(desk)
    assert "timed out" in client.get(reverse("reminders:letters")).content.decode()
    page = client.get(reverse("reminders:letter", args=[letter.pk])).content.decode()
    assert "Send again" in page
    stale = client.post(reverse("reminders:letter-resend", args=[letter.pk]), {"version": letter.version + 1})
    assert stale.status_code == 409
    sent = client.post(reverse("reminders:letter-resend", args=[letter.pk]), {"version": letter.version})
    letter.refresh_from_db()
    assert sent.status_code == 303 and letter.state == "QUEUED"


def test_figures_of_rules_count_answers(things, team):
    from reminders.answering import operations

    rule = _told(things, team, count=2)
    first = queries.mine(team.worker).order_by("pk")[0]
    operations.acknowledge(actor=team.worker, reminder_ids=[first.pk], at=at("11:00"))
    found = queries.figures(at("12:00"))[rule.pk]
    assert (found["sent"], found["acknowledged"], found["took"]) == (2, 1, timedelta(hours=2))


def test_who_keeps_rules_sees_what_came_of_them(things, team):
    rule = _told(things, team)
    url = reverse("reminders:figures")
    assert _client(team.worker).get(url).status_code == 403
    page = _client(make_user("administrator")).get(url).content.decode()
    assert str(rule) in page
