"""Links of letters: machines that open them change nothing; others than their reader open nothing."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from accounts.tests.builders import make_user
from common.links.models import SignedLink
from reminders.answering import linking
from reminders.reminder.models import Letter, Reminder
from reminders.sending import operations as sending
from reminders.tests import engine
from reminders.tests.engine import TODAY, at

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def mail(things, team, monkeypatch, mailoutbox):
    """The letter of a reminder, and the path in it where it is answered."""
    engine.make_rule()
    things.put(1, TODAY + 3 * DAY, team.worker, department=team.department)
    engine.scan(at())
    engine.send(at())
    engine.relay(at("09:01"), monkeypatch)
    found = re.search(r"http\S+?(/l/[\w-]+/)", mailoutbox[0].body)
    return found[1], Reminder.objects.get(user=team.worker, step=-3)


def _client(person=None) -> Client:
    client = Client(enforce_csrf_checks=False)
    if person:
        client.force_login(person)
    return client


def test_who_signed_in_answers_by_the_link(mail, team):
    path, row = mail
    client = _client(team.worker)
    assert "Thing 1" in client.get(path).content.decode()
    row.refresh_from_db()
    assert row.reaction == ""
    assert client.post(path, {"ids": [row.pk], "do": "ack"}).status_code == 303
    row.refresh_from_db()
    assert row.reaction == "ACK"
    assert "Acknowledged" in client.get(path).content.decode()


def test_two_clicks_are_one_answer(mail, team):
    path, row = mail
    client = _client(team.worker)
    answers = [client.post(path, {"ids": [row.pk], "do": "ack"}).status_code for _turn in range(2)]
    assert answers == [303, 303]


def test_a_machine_that_opens_or_sends_it_changes_nothing(mail, team):
    path, row = mail
    nobody = _client()
    assert nobody.get(path).status_code == 302
    assert nobody.post(path, {"ids": [row.pk], "do": "ack"}).status_code == 302
    row.refresh_from_db()
    assert row.reaction == ""


def test_the_link_of_somebody_else_opens_nothing(mail, team):
    path, row = mail
    stranger = _client(team.other)
    assert stranger.get(path).status_code == 404
    assert stranger.post(path, {"ids": [row.pk], "do": "ack"}).status_code == 404


def test_a_link_answers_only_what_its_letter_told_of(mail, things, team):
    path, _row = mail
    things.put(2, TODAY + 3 * DAY, team.worker, department=team.department)
    engine.scan(at("09:05"))
    other = Reminder.objects.get(subject_id=2, step=-3)
    assert _client(team.worker).post(path, {"ids": [other.pk], "do": "ack"}).status_code == 404


def test_a_link_that_ran_out_or_was_taken_back_says_so(mail, team):
    path, _row = mail
    SignedLink.objects.update(revoked_at=at("09:10"))
    answer = _client(team.worker).get(path)
    assert answer.status_code == 404 and "does not open anything any more" in answer.content.decode()


def test_a_form_behind_a_link_needs_its_token(mail, team):
    path, row = mail
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(team.worker)
    assert strict.post(path, {"ids": [row.pk], "do": "ack"}).status_code == 403


class TestSentAgain:
    """A doubtful letter that a person sends again, days or months later."""

    @pytest.fixture
    def again(self, things, team, monkeypatch, mailoutbox):
        engine.make_rule(steps=[0], is_digest=False, repeat_every=1, active_since=at("00:00", TODAY - 400 * DAY))
        things.put(1, TODAY, team.worker, department=team.department)
        engine.scan(at())
        engine.send(at())
        engine.relay(at("09:01"), monkeypatch)

        def resend(day):
            Letter.objects.filter(pk=letter.pk).update(state="DOUBTFUL", created_at=at())
            operations_at = at("09:30", day)
            sending.resend_letter(actor=make_user("order_desk"), letter_id=letter.pk, at=operations_at)
            engine.relay(operations_at, monkeypatch)
            return re.search(r"/l/[\w-]+/", mailoutbox[-1].body)[0]

        letter = Letter.objects.get()
        return re.search(r"/l/[\w-]+/", mailoutbox[-1].body)[0], resend

    def test_soon_after_it_has_the_same_link(self, again):
        path, resend = again
        assert resend(TODAY + 20 * DAY) == path

    @pytest.mark.parametrize("days", [40, 61, 200])
    def test_later_its_link_is_made_anew_and_opens_for_long_enough(self, again, team, monkeypatch, days):
        path, resend = again
        fresh = resend(TODAY + days * DAY)
        assert fresh != path
        link = SignedLink.objects.order_by("pk").last()
        assert link.valid_until == at("09:30", TODAY + days * DAY) + linking.ANSWER_LASTS
        client = _client(team.worker)
        monkeypatch.setattr("common.clock.now", lambda: at("10:00", TODAY + (days + 29) * DAY))
        client.force_login(team.worker)
        assert client.get(fresh).status_code == 200
        assert client.get(path).status_code == (404 if days + 29 > 60 else 200)
