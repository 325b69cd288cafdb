"""When it is told: outside quiet hours, on days of work, again when its reader wants it; clocks that change."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail as django_mail

from common.models import OutboxMessage
from reminders.reminder.models import Reminder
from reminders.reminder.states import Reaction, State
from reminders.tests.engine import (
    TODAY,
    at,
    inbox_of,
    make_rule,
    relay,
    run,
    scan,
    send,
    states,
)

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)


class TestTime:
    def test_nothing_goes_in_the_quiet_hours_also_not_what_is_late(self, things, team):
        make_rule(steps=[0], send_at="19:00")
        loud = make_rule(steps=[0], send_at="19:00", keeps_quiet_hours=False, channels=["INBOX"])
        things.put(1, TODAY, team.worker)
        scan(at("18:00"))
        send(at("23:00"))
        assert states(rule=loud) == {(1, 0): State.SENT}
        assert Reminder.objects.exclude(rule=loud).get().state == State.QUEUED
        send(at("08:00", TODAY + DAY))
        assert set(states().values()) <= {State.SENT, State.GATHERED}

    def test_a_letter_that_was_held_up_until_the_night_waits_for_the_morning(self, things, team, monkeypatch):
        make_rule(steps=[0], channels=["MAIL"])
        things.put(1, TODAY, team.worker)
        scan(at("08:00"))
        send(at("08:00"))
        relay(at("22:00"), monkeypatch)
        assert django_mail.outbox == []
        assert OutboxMessage.objects.get().state == OutboxMessage.State.PENDING
        relay(at("08:01", TODAY + DAY), monkeypatch)
        assert len(django_mail.outbox) == 1

    def test_days_off_are_kept_free(self, things, team):
        make_rule(steps=[1], workdays_only=True)
        saturday = TODAY + 3 * DAY
        things.put(1, saturday - DAY, team.worker)
        for n in (3, 4):
            scan(at("09:00", TODAY + n * DAY))
            send(at("09:00", TODAY + n * DAY))
        assert states() == {}
        scan(at("09:00", TODAY + 5 * DAY))
        send(at("09:00", TODAY + 5 * DAY))
        assert states() == {(1, 1): State.SENT}

    def test_a_step_that_was_overtaken_before_it_went_is_skipped(self, things, team):
        make_rule(steps=[-1, 0])
        things.put(1, TODAY, team.worker)
        scan(at("09:00", TODAY - DAY))
        scan(at("09:00"))
        send(at("09:00"))
        assert states() == {(1, -1): State.SKIPPED, (1, 0): State.SENT}


class TestPuttingOff:
    def test_it_comes_again_once_by_every_way(self, things, team, monkeypatch):
        make_rule(steps=[0])
        things.put(1, TODAY, team.worker)
        run(at("08:00"), monkeypatch)
        Reminder.objects.update(reaction=Reaction.SNOOZED, snoozed_until=at("15:00"))
        run(at("14:59"), monkeypatch)
        assert len(django_mail.outbox) == 1
        run(at("15:00"), monkeypatch)
        run(at("15:05"), monkeypatch)
        assert len(django_mail.outbox) == len(inbox_of(team.worker)) == 2
        row = Reminder.objects.get()
        assert (row.again, row.reaction, row.state) == (1, "", State.SENT)

    def test_what_was_done_meanwhile_does_not_come_again(self, things, team, monkeypatch):
        make_rule(steps=[0])
        things.put(1, TODAY, team.worker)
        run(at("08:00"), monkeypatch)
        Reminder.objects.update(reaction=Reaction.SNOOZED, snoozed_until=at("15:00"))
        things.end(1)
        run(at("15:00"), monkeypatch)
        assert len(django_mail.outbox) == 1
        assert Reminder.objects.get().state == State.MOOT

    def test_the_next_step_waits_until_then_too(self, things, team, monkeypatch):
        make_rule(steps=[-1, 0], channels=["MAIL"])
        things.put(1, TODAY + DAY, team.worker)
        run(at("08:00"), monkeypatch)
        Reminder.objects.update(reaction=Reaction.SNOOZED, snoozed_until=at("12:00", TODAY + 2 * DAY))
        run(at("08:00", TODAY + DAY), monkeypatch)
        assert len(django_mail.outbox) == 1
        run(at("12:00", TODAY + 2 * DAY), monkeypatch)
        assert len(django_mail.outbox) == 2


def test_clocks_that_change_double_and_lose_nothing(things, team, monkeypatch, settings):
    """The company works in New York, which went to summer time on 2026-03-08; the server's clock is another."""
    settings.BUSINESS_TIME_ZONE = "America/New_York"
    start = datetime(2026, 3, 6, 5, tzinfo=UTC)
    make_rule(steps=[-1, 0], channels=["MAIL"], active_since=start)
    things.put(1, date(2026, 3, 8), team.worker)
    things.put(2, date(2026, 3, 9), team.worker)
    for hour in range(4 * 24):
        run(start + timedelta(hours=hour), monkeypatch)
    rows = {(one.subject_id, one.step): one.sent_at for one in Reminder.objects.filter(state=State.SENT)}
    assert rows == {
        (1, -1): datetime(2026, 3, 7, 13, tzinfo=UTC),
        (1, 0): datetime(2026, 3, 8, 12, tzinfo=UTC),
        (2, -1): datetime(2026, 3, 8, 12, tzinfo=UTC),
        (2, 0): datetime(2026, 3, 9, 12, tzinfo=UTC),
    }
    assert len(django_mail.outbox) == 3
