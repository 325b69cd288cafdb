"""Links of letters: machines that open them change nothing; others than their reader open nothing."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from common import clock
from common.links.models import SignedLink
from reminders.answering import linking
from reminders.reminder.models import Letter, LetterItem, Reminder
from reminders.rules.models import OptOut
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


@pytest.fixture
def taken_off(things, team):
    """The address in a letter to a customer that takes it off."""
    from customers.tests.builders import make_customer

    customer = make_customer()
    rule = engine.make_rule()
    row = Reminder.objects.create(
        rule=rule,
        subject_type="test.thing",
        subject_id=9,
        customer=customer,
        step=0,
        due=at(),
        recipient=f"customer:{customer.pk}",
        why="CUSTOMER",
        send_at=at(),
        created_at=clock.now(),
    )
    letter = Letter.objects.create(
        recipient=row.recipient,
        customer=customer,
        channel="MAIL",
        address="buyer@example.com",
        created_at=clock.now(),
        is_digest=False,
    )
    LetterItem.objects.create(letter=letter, reminder=row)
    address = linking.unsubscribe_address(letter)
    return "/l/" + address.split("/l/")[1], letter, rule


def test_an_address_is_taken_off_by_one_click_of_a_mail_program(taken_off):
    path, _letter, _rule = taken_off
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(path).status_code == 200 and not OptOut.objects.exists()
    assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert OptOut.objects.get().address == "buyer@example.com"
    assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert OptOut.objects.count() == 1
    strict.post(path, {"want": "1"})
    assert not OptOut.objects.exists()


def test_a_letter_sent_again_has_the_same_link(taken_off):
    path, letter, _rule = taken_off
    assert linking.unsubscribe_address(letter).endswith(path)


def test_what_everybody_gets_cannot_be_unsubscribed_from(taken_off):
    _path, letter, rule = taken_off
    rule.may_opt_out = False
    rule.save()
    assert linking.unsubscribe_address(letter) == ""
