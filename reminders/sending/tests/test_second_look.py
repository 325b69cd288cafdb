"""Between queueing and sending: what was paid, moved, answered, given away, hidden or left meanwhile is not told."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail

from accounts.people.models import User
from common.models import OutboxMessage
from reminders.reminder.models import LetterItem, Reminder
from reminders.reminder.states import LetterState, Reaction, State
from reminders.rules.models import OptOut, ReminderRule
from reminders.tests.engine import (
    TODAY,
    at,
    inbox_of,
    letters,
    make_rule,
    relay,
    scan,
    send,
    states,
)

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)


class TestSecondLook:
    """Paid, moved, closed, answered, given away, hidden, unsubscribed, switched off: between queueing and sending."""

    def gone(self, things, team, monkeypatch, change, *, after_gathering):
        rule = make_rule(steps=[0], channels=["MAIL"], is_digest=False)
        things.put(1, TODAY, team.worker)
        scan(at("08:00"))
        if after_gathering:
            send(at("08:00"))
        change(rule)
        send(at("08:01"))
        relay(at("08:02"), monkeypatch)
        assert django_mail.outbox == []
        return Reminder.objects.get().state

    @pytest.mark.parametrize("after_gathering", [False, True])
    def test_what_is_not_due_any_more(self, things, team, monkeypatch, after_gathering):
        state = self.gone(things, team, monkeypatch, lambda rule: things.end(1), after_gathering=after_gathering)
        assert state == State.MOOT
        if after_gathering:
            assert letters()[0].state == LetterState.MOOT
            assert OutboxMessage.objects.get().state == OutboxMessage.State.MOOT

    @pytest.mark.parametrize("after_gathering", [False, True])
    def test_what_moved_to_another_day(self, things, team, monkeypatch, after_gathering):
        def move(rule):
            things.move(1, TODAY + 2 * DAY)

        assert self.gone(things, team, monkeypatch, move, after_gathering=after_gathering) == State.MOOT

    @pytest.mark.parametrize("after_gathering", [False, True])
    def test_who_is_not_the_one_any_more(self, things, team, monkeypatch, after_gathering):
        def give(rule):
            things.put(1, TODAY, team.other)

        assert self.gone(things, team, monkeypatch, give, after_gathering=after_gathering) == State.MOOT

    @pytest.mark.parametrize("after_gathering", [False, True])
    def test_who_may_not_see_it_any_more(self, things, team, monkeypatch, after_gathering):
        def hide(rule):
            things.hidden.add((1, team.worker.pk))

        assert self.gone(things, team, monkeypatch, hide, after_gathering=after_gathering) == State.MOOT

    @pytest.mark.parametrize("after_gathering", [False, True])
    def test_who_unsubscribed(self, things, team, monkeypatch, after_gathering):
        def leave(rule):
            OptOut.objects.create(user=team.worker, rule=rule, at=at())

        assert self.gone(things, team, monkeypatch, leave, after_gathering=after_gathering) == State.UNWANTED

    @pytest.mark.parametrize("after_gathering", [False, True])
    def test_a_rule_that_was_switched_off(self, things, team, monkeypatch, after_gathering):
        def stop(rule):
            ReminderRule.objects.filter(pk=rule.pk).update(is_active=False)

        assert self.gone(things, team, monkeypatch, stop, after_gathering=after_gathering) == State.MOOT

    def test_what_was_answered(self, things, team, monkeypatch):
        def answer(rule):
            Reminder.objects.update(reaction=Reaction.ACKNOWLEDGED)

        assert self.gone(things, team, monkeypatch, answer, after_gathering=True) == State.MOOT

    def test_the_rest_of_a_digest_goes_without_it(self, things, team, monkeypatch):
        make_rule(steps=[0], channels=["MAIL"])
        things.put(1, TODAY, team.worker)
        things.put(2, TODAY, team.worker)
        scan(at("08:00"))
        send(at("08:00"))
        things.end(1)
        relay(at("08:01"), monkeypatch)
        (mine,) = django_mail.outbox
        assert "Thing 1" not in mine.body + mine.subject
        assert states() == {(1, 0): State.MOOT, (2, 0): State.SENT}
        assert list(LetterItem.objects.filter(is_moot=True).values_list("reminder__subject_id", flat=True)) == [1]

    def test_mail_that_was_switched_off_meanwhile_becomes_a_line_in_the_app(self, things, team, monkeypatch):
        make_rule(steps=[0], channels=["MAIL"])
        things.put(1, TODAY, team.worker)
        scan(at("08:00"))
        send(at("08:00"))
        User.objects.filter(pk=team.worker.pk).update(wants_mail=False)
        relay(at("08:01"), monkeypatch)
        send(at("08:02"))
        assert django_mail.outbox == []
        assert inbox_of(team.worker) == ["Thing 1 is due today"]

    def test_a_rule_that_cannot_be_looked_at_lets_the_others_go(self, things, team, monkeypatch, caplog):
        make_rule(steps=[0], channels=["MAIL"], is_digest=False)
        broken = make_rule(steps=[0], channels=["MAIL"], is_digest=False)
        things.put(1, TODAY, team.worker)
        scan(at("08:00"))
        ReminderRule.objects.filter(pk=broken.pk).update(anchor="nothing_any_more")
        send(at("08:00"))
        relay(at("08:01"), monkeypatch)
        assert len(django_mail.outbox) == 1
        assert states(rule=broken) == {(1, 0): State.QUEUED}
