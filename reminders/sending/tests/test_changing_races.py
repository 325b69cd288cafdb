"""What people change while letters wait, are written or are just handed over: a letter says one thing, goes once or not
at all, and nothing that its reader wants later is lost."""

import threading
from datetime import time, timedelta

import pytest
from django.core import mail as django_mail
from django.db import connection

from accounts.tests.builders import make_user
from common import mailing
from common.models import OutboxMessage
from reminders.answering import operations as answering
from reminders.reminder.models import Letter, LetterItem, Reminder
from reminders.reminder.states import LetterState, Reaction, State
from reminders.rules import operations as rules
from reminders.sending.tests.test_reminder_races import at_once
from reminders.tests.engine import TODAY, at, letters, make_rule, make_template, relay, run, scan, send, states

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


@pytest.fixture
def keeper(db):
    return make_user("administrator")


def elsewhere(call):
    """Do it on a connection of its own, and wait for it."""
    failed = []

    def work():
        try:
            call()
        except Exception as error:  # told by the test
            failed.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(20)
    assert not thread.is_alive() and failed == []


@pytest.fixture
def while_handed_over(monkeypatch):
    """Have something done by somebody else while the mail server takes a letter."""
    hand_over = mailing.hand_over

    def arrange(call):
        def slowly(message, **words):
            monkeypatch.setattr("common.mailing.hand_over", hand_over)
            elsewhere(call)
            hand_over(message, **words)

        monkeypatch.setattr("common.mailing.hand_over", slowly)

    return arrange


def queued(things, team, many=1, **fields):
    """A rule, and its letter that waits in the outbox."""
    rule = make_rule(**{"steps": [0], "channels": ["MAIL"], **fields})
    for number in range(1, many + 1):
        things.put(number, TODAY, team.worker)
    scan(at())
    send(at())
    return rule


class TestSwitchedOff:
    def test_what_waits_is_dropped_and_what_is_just_handed_over_has_gone(
        self, things, team, keeper, monkeypatch, while_handed_over
    ):
        rule = queued(things, team, many=2, is_digest=False)
        while_handed_over(lambda: rules.switch_rule(actor=keeper, rule_id=rule.pk, is_on=False, at=at("09:01")))
        relay(at("09:01"), monkeypatch)
        assert len(django_mail.outbox) == 1
        assert [one.state for one in letters()] == [LetterState.SENT, LetterState.MOOT]
        assert states() == {(1, 0): State.SENT, (2, 0): State.MOOT}

    def test_at_the_very_moment_it_goes_whole_or_not_at_all(self, things, team, keeper, monkeypatch):
        rule = queued(things, team, many=3)
        at_once(
            lambda: rules.switch_rule(actor=keeper, rule_id=rule.pk, is_on=False, at=at("09:01")),
            lambda: relay(at("09:01"), monkeypatch),
        )
        relay(at("09:02"), monkeypatch)
        (letter,) = letters()
        assert (letter.state, len(django_mail.outbox), set(states().values())) in (
            (LetterState.SENT, 1, {State.SENT}),
            (LetterState.MOOT, 0, {State.MOOT}),
        )

    def test_switched_on_again_it_does_not_tell_what_it_told(self, things, team, keeper, monkeypatch):
        words = make_template(**dict.fromkeys(("subject_en", "subject_zh", "text_en", "text_zh"), "{title}"))
        rule = queued(things, team, template=words, send_at=time(8, 30))
        relay(at("09:01"), monkeypatch)
        for is_on in (False, True):
            rules.switch_rule(actor=keeper, rule_id=rule.pk, is_on=is_on, at=at("09:02"))
        run(at("09:05"), monkeypatch)
        assert len(django_mail.outbox) == 1


class TestChangedWords:
    def change(self, keeper, words, number):
        texts = dict.fromkeys(("subject_en", "text_en", "subject_zh", "text_zh"), f"{{title}} word{number}")
        return lambda: rules.save_template(
            actor=keeper, template_id=words.pk, version=words.version, changes=texts, at=at("09:01")
        )

    def test_what_was_handed_over_is_what_is_kept(self, things, team, keeper, monkeypatch, while_handed_over):
        words = make_template(text_en="{title} word0", subject_en="{title} word0")
        queued(things, team, many=2, is_digest=False, template=words)
        while_handed_over(self.change(keeper, words, 1))
        relay(at("09:01"), monkeypatch)
        assert [one.body.count("word0") > 0 for one in django_mail.outbox] == [True, False]
        for letter, mail in zip(letters(), django_mail.outbox, strict=True):
            assert letter.subject == mail.subject
            kept, sent = (text.partition("\n--\n")[0].partition("http")[0] for text in (letter.text, mail.body))
            assert kept == sent

    def test_at_the_very_moment_a_letter_has_old_words_or_new_ones_and_never_both(
        self, things, team, keeper, monkeypatch
    ):
        words = make_template(text_en="{title} word0 and more", subject_en="{title} word0")
        queued(things, team, many=5, template=words)
        at_once(self.change(keeper, words, 1), lambda: relay(at("09:01"), monkeypatch))
        relay(at("09:02"), monkeypatch)
        (mail,) = django_mail.outbox
        assert ("word0" in mail.body) is not ("word1" in mail.body)


class TestPutOff:
    def snooze(self, team, row, until="15:00"):
        return lambda: answering.snooze(actor=team.worker, reminder_ids=[row.pk], until=at(until), at=at("09:01"))

    def test_at_the_moment_it_goes_it_still_comes_again_once(self, things, team, monkeypatch):
        queued(things, team)
        row = Reminder.objects.get()
        at_once(self.snooze(team, row), lambda: relay(at("09:01"), monkeypatch))
        run(at("09:05"), monkeypatch)
        gone = len(django_mail.outbox)
        row.refresh_from_db()
        assert (gone, row.state) in ((1, State.SENT), (0, State.SKIPPED)) and row.reaction == Reaction.SNOOZED
        for minute in ("14:59", "15:00", "15:05"):
            run(at(minute), monkeypatch)
        assert len(django_mail.outbox) == gone + 1
        row.refresh_from_db()
        assert (row.state, row.again, row.reaction) == (State.SENT, 1, "")

    def test_while_it_is_handed_over_it_has_gone_and_comes_again(self, things, team, monkeypatch, while_handed_over):
        queued(things, team)
        row = Reminder.objects.get()
        while_handed_over(self.snooze(team, row))
        relay(at("09:01"), monkeypatch)
        row.refresh_from_db()
        assert (row.state, row.reaction) == (State.SENT, Reaction.SNOOZED)
        run(at("15:00"), monkeypatch)
        assert len(django_mail.outbox) == 2

    def test_out_of_a_letter_that_a_standstill_held_up_it_comes_once(self, things, team, monkeypatch):
        """Put off while mail stood still, wanted again before it went: the letter of that time tells it, the old one
        does not tell it too."""
        queued(things, team, many=2, is_digest=False)
        row, other = Reminder.objects.order_by("pk")
        OutboxMessage.objects.update(due_at=at("15:10"))
        self.snooze(team, row)()
        send(at("15:01"))
        assert LetterItem.objects.filter(reminder=row).count() == 2
        relay(at("15:11"), monkeypatch)
        send(at("15:12"))
        relay(at("15:13"), monkeypatch)
        told = [[f"Thing {one} " in mail.subject for one in (1, 2)] for mail in django_mail.outbox]
        assert sorted(told) == [[False, True], [True, False]]
        assert states() == {(1, 0): State.SENT, (2, 0): State.SENT}
        assert {one.state for one in Letter.objects.all()} == {LetterState.SENT, LetterState.MOOT}
        other.refresh_from_db()
        assert other.again == 0
