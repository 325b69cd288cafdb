"""Letters that may have gone out, or were refused: a person decides, and nothing goes twice by itself."""

import pytest
from django.core import mail as django_mail

from accounts.background import deciding
from accounts.console import operations as console
from accounts.tests.builders import make_user
from common import errors
from common.models import Event, OutboxMessage
from reminders.reminder.models import Letter
from reminders.reminder.states import LetterState, State
from reminders.sending import operations
from reminders.tests.engine import TODAY, at, letters, make_rule, relay, run, scan, send, states

pytestmark = pytest.mark.django_db(transaction=True)


class TestDoubtful:
    @pytest.fixture
    def stuck(self, things, team, monkeypatch):
        make_rule(steps=[0], channels=["MAIL"])
        things.put(1, TODAY, team.worker)
        scan(at("08:00"))
        send(at("08:00"))
        OutboxMessage.objects.update(state=OutboxMessage.State.SENDING, claimed_at=at("08:00"), attempts=1)
        relay(at("08:30"), monkeypatch)
        send(at("08:31"))
        return letters()[0]

    def test_a_letter_whose_sender_died_is_shown(self, stuck):
        assert stuck.state == LetterState.DOUBTFUL
        assert "stopped" in stuck.error
        assert django_mail.outbox == []
        assert states() == {(1, 0): State.GATHERED}

    def test_a_person_sends_it_again_under_the_same_id(self, stuck, monkeypatch):
        desk = make_user("order_desk")
        operations.resend_letter(actor=desk, letter_id=stuck.pk, version=stuck.version, at=at("08:40"))
        relay(at("08:41"), monkeypatch)
        stuck.refresh_from_db()
        message = OutboxMessage.objects.get()
        assert (stuck.state, stuck.resent) == (LetterState.SENT, 1)
        assert f"outbox-{message.pk}." in django_mail.outbox[0].extra_headers["Message-ID"]
        assert Event.objects.filter(kind="reminder.resent").exists()
        with pytest.raises(errors.WrongState):
            operations.resend_letter(actor=desk, letter_id=stuck.pk, at=at("08:42"))

    def test_who_says_in_the_console_that_it_arrived_says_so_of_its_reminders_too(self, stuck):
        message, boss = OutboxMessage.objects.get(), make_user("administrator")
        found = deciding.decide(actor=boss, decision="arrived", message_ids=[message.pk], at=at("08:40"))
        stuck.refresh_from_db()
        message.refresh_from_db()
        assert found.done == [message.pk] and (stuck.state, message.state) == (LetterState.SENT, "SENT")
        assert states() == {(1, 0): State.SENT}
        assert django_mail.outbox == []

    def test_what_is_not_due_any_more_is_not_sent_again_either(self, stuck, things, monkeypatch):
        things.end(1)
        operations.resend_letter(actor=make_user("order_desk"), letter_id=stuck.pk, at=at("08:40"))
        relay(at("08:41"), monkeypatch)
        stuck.refresh_from_db()
        assert stuck.state == LetterState.MOOT
        assert django_mail.outbox == []

    def test_not_everybody_may(self, stuck, team):
        with pytest.raises(errors.NotAllowed):
            operations.resend_letter(actor=team.other, letter_id=stuck.pk, at=at("08:40"))
        with pytest.raises(errors.Stale):
            operations.resend_letter(actor=make_user("order_desk"), letter_id=stuck.pk, version=99, at=at("08:40"))

    def test_a_person_says_that_it_arrived(self, stuck):
        desk = make_user("order_desk")
        operations.close_letter(actor=desk, letter_id=stuck.pk, has_arrived=True, at=at("08:40"))
        assert states() == {(1, 0): State.SENT}
        assert OutboxMessage.objects.get().state == OutboxMessage.State.SENT

    def test_what_the_console_sends_again_is_under_way_again(self, stuck, monkeypatch):
        OutboxMessage.objects.update(state=OutboxMessage.State.PENDING, due_at=at("08:40"), attempts=0)
        send(at("08:41"))
        stuck.refresh_from_db()
        assert stuck.state == LetterState.QUEUED
        relay(at("08:42"), monkeypatch)
        assert states() == {(1, 0): State.SENT}

    def test_what_the_console_gives_up_is_given_up(self, stuck, monkeypatch):
        desk = make_user("administrator")
        console.give_up_messages(actor=desk, message_ids=[OutboxMessage.objects.get().pk], at=at("08:40"))
        send(at("08:41"))
        stuck.refresh_from_db()
        assert (stuck.state, stuck.version) == (LetterState.MOOT, 3)
        assert states() == {(1, 0): State.FAILED}
        relay(at("08:42"), monkeypatch)
        assert django_mail.outbox == []
        with pytest.raises(errors.WrongState):
            operations.resend_letter(actor=desk, letter_id=stuck.pk, at=at("08:43"))

    def test_a_refused_letter_failed_and_so_did_what_it_told(self, things, team, monkeypatch):
        make_rule(steps=[0], channels=["MAIL"])
        things.put(1, TODAY, team.worker)
        scan(at("08:00"))
        send(at("08:00"))
        OutboxMessage.objects.update(state=OutboxMessage.State.FAILED, last_error="550 no such user")
        send(at("08:01"))
        assert (letters()[0].state, letters()[0].error) == (LetterState.FAILED, "550 no such user")
        assert states() == {(1, 0): State.FAILED}


def test_a_letter_handed_over_before_the_message_was_closed_is_not_sent_twice(things, team, monkeypatch):
    """The worker died between the mail server's answer and its own note in the outbox."""
    make_rule(steps=[0], channels=["MAIL"])
    things.put(1, TODAY, team.worker)
    run(at("08:00"), monkeypatch)
    OutboxMessage.objects.update(state=OutboxMessage.State.PENDING, due_at=at("08:05"))
    relay(at("08:06"), monkeypatch)
    assert len(django_mail.outbox) == 1
    assert Letter.objects.get().state == LetterState.SENT
