"""Two at the same moment: clicks of one person, two answers, an answer while the letter is on its way."""

from datetime import timedelta

import pytest

from common import outbox
from reminders.answering import operations
from reminders.reminder.models import Letter, LetterItem, Reminder
from reminders.reminder.states import Reaction, State
from reminders.sending.tests.test_reminder_races import at_once
from reminders.tests.engine import TODAY, at, make_rule, relay, scan, send

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


@pytest.fixture
def row(things, team):
    """Told in the app, its letter not sent yet."""
    make_rule()
    things.put(1, TODAY + 3 * DAY, team.worker, department=team.department)
    scan(at())
    send(at())
    return Reminder.objects.get(user=team.worker, step=-3)


def test_two_clicks_are_one_answer(row, team):
    def click():
        return operations.acknowledge(actor=team.worker, reminder_ids=[row.pk], at=at("10:00"))

    assert sorted(at_once(click, click, click)) == [0, 0, 1]


def test_it_is_passed_on_once_however_often_it_is_clicked(row, team):
    def click():
        return operations.not_me(actor=team.worker, reminder_ids=[row.pk], at=at("10:00"))

    assert sorted(map(len, at_once(click, click))) == [0, 1]
    assert Reminder.objects.filter(user=team.head).count() == 1


def test_an_answer_and_a_wish_for_later_leave_one_of_them(row, team):
    at_once(
        lambda: operations.acknowledge(actor=team.worker, reminder_ids=[row.pk], at=at("10:00")),
        lambda: operations.snooze(actor=team.worker, reminder_ids=[row.pk], until=at("15:00"), at=at("10:00")),
    )
    row.refresh_from_db()
    assert row.reaction == Reaction.ACKNOWLEDGED and row.snoozed_until is None


def test_a_letter_and_an_answer_at_once_agree_with_each_other(row, team, monkeypatch, mailoutbox):
    """Either the letter was written before he answered and says so, or it is dropped: never both."""
    at_once(
        lambda: operations.acknowledge(actor=team.worker, reminder_ids=[row.pk], at=at("09:01")),
        lambda: relay(at("09:01"), monkeypatch),
    )
    outbox.relay(now=lambda: at("09:02"))
    letter, item = Letter.objects.get(), LetterItem.objects.get(reminder=row)
    assert (letter.state, item.is_moot, len(mailoutbox)) in {("SENT", False, 1), ("MOOT", True, 0)}
    row.refresh_from_db()
    assert (row.state, row.reaction) == (State.SENT, Reaction.ACKNOWLEDGED)


def test_known_and_not_mine_at_once_are_one_of_them(row, team):
    """Two pages of one person: whichever came first stands, and the head hears of it only by “not me”."""
    known, told = at_once(
        lambda: operations.acknowledge(actor=team.worker, reminder_ids=[row.pk], at=at("10:00")),
        lambda: operations.not_me(actor=team.worker, reminder_ids=[row.pk], at=at("10:00")),
    )
    row.refresh_from_db()
    passed_on = Reminder.objects.filter(user=team.head).exists()
    assert (row.reaction, known, bool(told), passed_on) in {
        (Reaction.ACKNOWLEDGED, 1, False, False),
        (Reaction.NOT_ME, 0, True, True),
    }


def test_two_who_pass_it_to_each_other_at_once_do_not_both_get_rid_of_it(things, team):
    make_rule()
    things.put(1, TODAY + 3 * DAY, team.worker, team.other, department=team.department)
    scan(at())
    send(at())
    mine, theirs = (Reminder.objects.get(user=one, step=-3) for one in (team.worker, team.other))
    found = at_once(
        lambda: operations.not_me(actor=team.worker, reminder_ids=[mine.pk], to_id=team.other.pk, at=at("10:00")),
        lambda: operations.not_me(actor=team.other, reminder_ids=[theirs.pk], to_id=team.worker.pk, at=at("10:00")),
    )
    reactions = {Reminder.objects.get(pk=one.pk).reaction for one in (mine, theirs)}
    assert sorted(type(one).__name__ for one in found) == ["Invalid", "list"]
    assert reactions == {Reaction.NOT_ME, Reaction.NONE}


def test_a_letter_and_not_me_at_once_agree_with_each_other(things, team, monkeypatch, mailoutbox):
    make_rule(channels=["MAIL"])
    things.put(1, TODAY + 3 * DAY, team.worker, department=team.department)
    scan(at())
    send(at())
    mine = Reminder.objects.get(user=team.worker, step=-3)
    at_once(
        lambda: operations.not_me(actor=team.worker, reminder_ids=[mine.pk], at=at("09:01")),
        lambda: relay(at("09:01"), monkeypatch),
    )
    outbox.relay(now=lambda: at("09:02"))
    item = LetterItem.objects.get(reminder=mine)
    got = [one for one in mailoutbox if one.to == [team.worker.email]]
    mine.refresh_from_db()
    assert (item.is_moot, len(got), mine.state) in {(False, 1, State.SENT), (True, 0, State.MOOT)}
    assert mine.reaction == Reaction.NOT_ME
    assert Reminder.objects.filter(user=team.head).count() == 1
