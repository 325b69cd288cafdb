"""Answers: who knows is not told again, who wants it later is told once more, who is not the right one passes it on."""

from datetime import timedelta

import pytest

from accounts.collaboration.models import Notification
from common import errors
from reminders.answering import operations, settling
from reminders.reminder.models import LetterItem, Reminder
from reminders.reminder.states import Reaction, State
from reminders.tests import engine
from reminders.tests.engine import TODAY, at

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def _told(things, team, monkeypatch=None, **rule):
    """Something due in three days, told to the worker today."""
    made = engine.make_rule(**rule)
    things.put(1, TODAY + 3 * DAY, team.worker, department=team.department)
    engine.scan(at())
    engine.send(at())
    row = Reminder.objects.get(user=team.worker, step=-3)
    assert row.state == State.SENT
    return made, row


def _next_days(monkeypatch, *days):
    for day in days:
        engine.scan(at(day=TODAY + day * DAY))
        engine.send(at(day=TODAY + day * DAY))


def test_what_is_acknowledged_is_not_told_again(things, team, monkeypatch):
    _rule, row = _told(things, team)
    assert operations.acknowledge(actor=team.worker, reminder_ids=[row.pk], at=at("10:00")) == 1
    _next_days(monkeypatch, 2, 3)
    assert not Reminder.objects.filter(user=team.worker, step__in=(-1, 0), sent_at__isnull=False).exists()


def test_a_new_day_is_told_though_the_old_was_acknowledged(things, team, monkeypatch):
    _rule, row = _told(things, team)
    operations.acknowledge(actor=team.worker, reminder_ids=[row.pk], at=at("10:00"))
    things.move(1, TODAY + 4 * DAY)
    _next_days(monkeypatch, 1)
    assert Reminder.objects.filter(user=team.worker, step=-3, state=State.SENT, reaction="").count() == 1


def test_acknowledging_twice_keeps_the_first_moment(things, team):
    _rule, row = _told(things, team)
    operations.acknowledge(actor=team.worker, reminder_ids=[row.pk], at=at("10:00"))
    assert operations.acknowledge(actor=team.worker, reminder_ids=[row.pk], at=at("11:00")) == 0
    row.refresh_from_db()
    assert row.reacted_at == at("10:00")


def test_nobody_answers_reminders_of_others(things, team):
    _rule, row = _told(things, team)
    for act, more in (
        (operations.acknowledge, {}),
        (operations.snooze, {"until": at("15:00")}),
        (operations.not_me, {}),
    ):
        with pytest.raises(errors.NotFound):
            act(actor=team.other, reminder_ids=[row.pk], at=at("10:00"), **more)
    row.refresh_from_db()
    assert row.reaction == ""


def test_what_is_put_off_comes_again_once_and_not_before(things, team, monkeypatch):
    _rule, row = _told(things, team, steps=[-3])
    operations.snooze(actor=team.worker, reminder_ids=[row.pk], until=at("14:00"), at=at("10:00"))
    engine.send(at("13:00"))
    row.refresh_from_db()
    assert (row.reaction, row.again) == (Reaction.SNOOZED, 0)
    engine.send(at("14:00"))
    engine.send(at("14:10"))
    row.refresh_from_db()
    assert (row.state, row.reaction, row.again) == (State.SENT, "", 1)


def test_a_moment_past_or_far_away_is_refused(things, team):
    _rule, row = _told(things, team)
    for until in (at("09:59"), at("10:00") + timedelta(days=91)):
        with pytest.raises(errors.Invalid):
            operations.snooze(actor=team.worker, reminder_ids=[row.pk], until=until, at=at("10:00"))


def test_what_is_not_for_him_goes_to_the_head(things, team):
    _rule, row = _told(things, team)
    told = operations.not_me(actor=team.worker, reminder_ids=[row.pk], word="left the team", at=at("10:00"))
    assert told == [team.head.name]
    theirs = Reminder.objects.get(user=team.head)
    assert (theirs.state, theirs.step) == (State.SENT, -3)
    line = Notification.objects.get(user=team.head, kind=operations.KIND)
    assert "left the team" in line.text and team.worker.name in line.text


def test_it_goes_to_who_is_named_and_so_does_what_comes_later(things, team, monkeypatch):
    _rule, row = _told(things, team)
    told = operations.not_me(actor=team.worker, reminder_ids=[row.pk], to_id=team.other.pk, at=at("10:00"))
    assert told == [team.other.name]
    _next_days(monkeypatch, 2)
    sent = Reminder.objects.filter(step=-1, state=State.SENT).values_list("user_id", flat=True)
    assert list(sent) == [team.other.pk]


def test_it_does_not_go_to_who_may_not_see_it(things, team):
    _rule, row = _told(things, team)
    things.hidden.add((1, team.other.pk))
    with pytest.raises(errors.Invalid):
        operations.not_me(actor=team.worker, reminder_ids=[row.pk], to_id=team.other.pk, at=at("10:00"))
    row.refresh_from_db()
    assert row.reaction == ""


def test_it_is_not_sent_in_a_circle(things, team):
    _rule, row = _told(things, team)
    operations.not_me(actor=team.worker, reminder_ids=[row.pk], to_id=team.other.pk, at=at("10:00"))
    theirs = Reminder.objects.get(user=team.other)
    with pytest.raises(errors.Invalid):
        operations.not_me(actor=team.other, reminder_ids=[theirs.pk], to_id=team.worker.pk, at=at("11:00"))
    assert operations.not_me(actor=team.other, reminder_ids=[theirs.pk], at=at("11:00")) == [team.head.name]


def test_what_nobody_else_would_hear_of_is_not_passed_on(things, team):
    engine.make_rule()
    things.put(1, TODAY + 3 * DAY, team.worker)  # of no department: there is no head
    engine.scan(at())
    engine.send(at())
    row = Reminder.objects.get(user=team.worker, step=-3)
    with pytest.raises(errors.WrongState):
        operations.not_me(actor=team.worker, reminder_ids=[row.pk], at=at("10:00"))
    row.refresh_from_db()
    assert row.reaction == ""


def test_escalation_sees_that_somebody_knows(things, team, monkeypatch):
    _rule, row = _told(things, team, escalate_after=1, escalate_to="HEAD")
    operations.acknowledge(actor=team.worker, reminder_ids=[row.pk], at=at("10:00"))
    _next_days(monkeypatch, 1, 2)
    assert not Reminder.objects.filter(is_escalation=True).exists()


def test_what_is_over_need_not_be_answered(things, team):
    _rule, row = _told(things, team)
    assert settling.settle(at=at("10:00")) == 0
    things.end(1)
    assert settling.settle(at=at("10:05")) == 1
    row.refresh_from_db()
    assert (row.state, row.reaction) == (State.SENT, Reaction.OVER)


def test_a_letter_drops_what_was_acknowledged_meanwhile(things, team, monkeypatch, mailoutbox):
    _rule, row = _told(things, team)
    operations.acknowledge(actor=team.worker, reminder_ids=[row.pk], at=at("09:01"))
    engine.relay(at("09:02"), monkeypatch)
    assert [one for one in mailoutbox if team.worker.email in one.to] == []
    assert LetterItem.objects.get(reminder=row).is_moot
