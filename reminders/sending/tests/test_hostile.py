"""What an adversary found: late comers, chats that are read by many, rules whose steps changed, servers that hang."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail as django_mail

from accounts.collaboration.models import Notification
from accounts.people import queries as people
from common import invariants
from common.models import OutboxMessage
from reminders.channels import webhooks
from reminders.channels.models import Robot
from reminders.reminder.models import Letter, Reminder
from reminders.reminder.states import LetterState, Reaction, State
from reminders.rules.choices import Unit
from reminders.rules.models import ReminderRule
from reminders.sending import operations
from reminders.tests.engine import TODAY, at, letters, make_rule, make_template, relay, scan, send, states

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)


def run(moment, monkeypatch):
    scan(moment)
    send(moment)
    relay(moment, monkeypatch)


def inbox(user):
    return [one.text for one in Notification.objects.filter(user=user).order_by("id")]


class TestLateComers:
    def test_after_the_letter_of_the_day_went_no_second_one_is_begun(self, things, team, monkeypatch):
        make_rule(steps=[0], channels=["MAIL"])
        things.put(1, TODAY, team.worker)
        run(at("08:00"), monkeypatch)
        things.put(2, TODAY, team.worker)
        run(at("11:00"), monkeypatch)
        assert [one.state for one in letters()] == [LetterState.SENT]
        assert inbox(team.worker) == ["Thing 2 is due today"]
        assert states() == {(1, 0): State.SENT, (2, 0): State.SENT}
        assert not OutboxMessage.objects.filter(state="PENDING").exists()
        assert len(django_mail.outbox) == 1


class TestRulesThatChange:
    def test_a_step_that_was_taken_out_of_the_rule_is_not_told(self, things, team, monkeypatch):
        rule = make_rule(steps=[0, 5], send_at="15:00")
        things.put(1, TODAY, team.worker)
        scan(at("08:00"))
        ReminderRule.objects.filter(pk=rule.pk).update(steps=[5])
        run(at("15:00"), monkeypatch)
        assert django_mail.outbox == []
        assert states() == {(1, 0): State.MOOT}


class TestDoubtful:
    def test_what_was_put_off_meanwhile_and_is_over_then_was_told_all_the_same(self, things, team, monkeypatch):
        make_rule(steps=[0], channels=["MAIL"])
        things.put(1, TODAY, team.worker)
        scan(at("08:00"))
        send(at("08:00"))
        OutboxMessage.objects.update(state="DOUBTFUL")
        send(at("08:01"))
        Reminder.objects.update(reaction=Reaction.SNOOZED, snoozed_until=at("10:00"))
        things.end(1)
        send(at("10:00"))
        assert states() == {(1, 0): State.MOOT}
        letter = Letter.objects.get()
        operations.close_letter(actor=people.system_user(), letter_id=letter.pk, has_arrived=True, at=at("11:00"))
        assert Reminder.objects.get().sent_at == at("11:00")
        assert not any(one.is_broken for one in invariants.check_all(17))


class TestBeginning:
    def test_what_happened_in_the_night_before_a_rule_was_put_in_use_is_not_told(self, things, team):
        make_rule(steps=[0], unit=Unit.HOUR, is_digest=False, active_since=at("07:30"))
        things.put(1, at("21:00", TODAY - DAY), team.worker)
        things.put(2, at("07:45"), team.worker)
        scan(at("08:01"))
        send(at("08:01"))
        assert inbox(team.worker) == ["Thing 2 is due within the hour"]


class TestChats:
    def test_amounts_are_not_named_where_many_read(self, things, db, monkeypatch):
        said = []
        monkeypatch.setattr(webhooks, "say", lambda kind, key, secret, text: said.append(text))
        told = things.describe
        words = {"amount": "CNY 7,777.00", "name": "T"}
        monkeypatch.setattr(
            things,
            "describe",
            lambda keys, reader: {key: replace(one, words=words) for key, one in told(keys, reader).items()},
        )
        robot = Robot.objects.create(name="Sales chat", kind=Robot.Kind.WECOM, key="k", language="en")
        template = make_template(text_en="{title} ({name}).\nIts amount: {amount}")
        make_rule(steps=[0], channels=["ROBOT"], robot=robot, recipients=[], template=template, is_digest=False)
        things.put(1, TODAY)
        run(at("08:00"), monkeypatch)
        (text,) = said
        assert "Thing 1 (T)." in text
        assert "7,777" not in text + str(Reminder.objects.get().facts)

    def test_nobody_calls_a_group_by_what_a_customer_wrote(self):
        text = webhooks.harmless('Hi <at user_id="all">all</at> <@everybody> 3 < 4 <b>')
        assert "<at" not in text and "</at" not in text and "<@" not in text
        assert "3 < 4 <b>" in text

    def test_what_is_no_address_is_no_key(self):
        assert webhooks.key_of("WECOM", "https://[") == ""
