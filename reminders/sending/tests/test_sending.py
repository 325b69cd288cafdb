"""Telling: one line in the app, one letter, looked at once more before; nothing twice, nothing that is over."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail as django_mail

from accounts.collaboration.models import Notification
from accounts.people.models import User
from accounts.tests.builders import make_user
from common import errors
from common import settings as company
from common.models import Event, OutboxMessage, Setting
from reminders.reminder.models import Letter, LetterItem, Reminder
from reminders.reminder.states import LetterState, Reaction, State
from reminders.rules.models import OptOut, ReminderRule
from reminders.sending import operations
from reminders.tests.engine import TODAY, at, letters, make_rule, make_template, relay, scan, send, states

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)


def inbox(user):
    return [one.text for one in Notification.objects.filter(user=user).order_by("id")]


def run(moment, monkeypatch):
    scan(moment)
    send(moment)
    relay(moment, monkeypatch)


class TestDigests:
    def test_all_of_a_day_go_in_one_letter_and_one_line(self, things, team, monkeypatch):
        make_rule(steps=[0])
        make_rule(steps=[-1], name="Soon", active_since=at("00:00"))
        things.put(1, TODAY, team.worker)
        things.put(2, TODAY + DAY, team.worker)
        things.put(3, TODAY, team.other)
        scan(at("00:05"))
        assert send(at("07:59")) == 0
        run(at("08:00"), monkeypatch)
        mine = next(one for one in django_mail.outbox if one.to == [team.worker.email])
        assert len(django_mail.outbox) == 2
        assert "2 reminders" in mine.subject
        assert mine.body.index("Thing 1 is due today") < mine.body.index("Thing 2 is due in 1 day")
        assert "/things/1/" in mine.body
        html = mine.alternatives[0][0]
        assert "Thing 2 is due in 1 day" in html
        assert inbox(team.worker) == ["2 reminders, the first: Thing 1 is due today"]
        assert inbox(team.other) == ["Thing 3 is due today"]
        assert {one.state for one in letters()} == {LetterState.SENT}
        assert set(states().values()) == {State.SENT}
        assert Reminder.objects.get(subject_id=2).facts["days"] == "1"

    def test_nothing_goes_a_second_time(self, things, team, monkeypatch):
        make_rule(steps=[0])
        things.put(1, TODAY, team.worker)
        for minute in ("08:00", "08:01", "08:05", "12:00"):
            run(at(minute), monkeypatch)
        assert len(django_mail.outbox) == len(inbox(team.worker)) == 1

    def test_what_comes_up_after_the_letter_stays_in_the_app(self, things, team, monkeypatch):
        make_rule(steps=[0])
        things.put(1, TODAY, team.worker)
        run(at("08:00"), monkeypatch)
        things.put(2, TODAY, team.worker)
        run(at("11:00"), monkeypatch)
        assert len(django_mail.outbox) == 1
        assert inbox(team.worker) == ["Thing 1 is due today", "Thing 2 is due today"]
        assert states() == {(1, 0): State.SENT, (2, 0): State.SENT}
        run(at("08:00", TODAY + DAY), monkeypatch)
        assert len(django_mail.outbox) == 1

    def test_rules_of_another_hour_have_a_letter_of_their_own(self, things, team, monkeypatch):
        make_rule(steps=[0])
        make_rule(steps=[0], send_at="14:00")
        things.put(1, TODAY, team.worker)
        run(at("08:00"), monkeypatch)
        run(at("14:00"), monkeypatch)
        assert len(django_mail.outbox) == 2

    def test_a_long_letter_is_cut_and_says_so(self, things, team, monkeypatch):
        Setting.objects.create(key="reminders.lines_a_letter", value=5)
        company.forget()
        make_rule(steps=[0], channels=["MAIL"])
        for number in range(8):
            things.put(number, TODAY, team.worker)
        run(at("08:00"), monkeypatch)
        (mine,) = django_mail.outbox
        assert "8 reminders" in mine.subject
        assert mine.body.count("is due today") == 5
        assert "3 more reminders stand in the app." in mine.body
        assert inbox(team.worker) == ["3 reminders, the first: Thing 5 is due today"]
        assert set(states().values()) == {State.SENT}

    def test_in_the_reader_s_language(self, things, team, monkeypatch):
        User.objects.filter(pk=team.worker.pk).update(language="zh-hans")
        make_rule(steps=[0])
        things.put(1, TODAY, team.worker)
        run(at("08:00"), monkeypatch)
        assert "Thing 1：今天" in django_mail.outbox[0].subject
        assert "到期" in django_mail.outbox[0].body


class TestSingleLetters:
    def test_each_has_its_own_and_the_rest_of_a_day_stays_in_the_app(self, things, team, monkeypatch):
        Setting.objects.create(key="reminders.letters_a_day", value=2)
        company.forget()
        make_rule(steps=[0], channels=["MAIL"], is_digest=False)
        for number in range(3):
            things.put(number, TODAY, team.worker)
        run(at("08:00"), monkeypatch)
        assert [one.body.count("single letters a day") for one in django_mail.outbox] == [0, 1]
        assert inbox(team.worker) == ["Thing 2 is due today"]
        things.put(9, TODAY + DAY, team.worker)
        run(at("08:00", TODAY + DAY), monkeypatch)
        assert len(django_mail.outbox) == 3

    def test_without_mail_one_is_told_in_the_app(self, things, team, monkeypatch):
        User.objects.filter(pk=team.worker.pk).update(wants_mail=False)
        make_rule(steps=[0], channels=["MAIL"], is_digest=False)
        things.put(1, TODAY, team.worker)
        run(at("08:00"), monkeypatch)
        assert django_mail.outbox == []
        assert inbox(team.worker) == ["Thing 1 is due today"]

    def test_words_that_nobody_may_know_are_left_out(self, things, team, monkeypatch):
        template = make_template(text_en="Of {secret} nothing.\n{title} it is.")
        make_rule(steps=[0], is_digest=False, template=template)
        things.put(1, TODAY, team.worker)
        run(at("08:00"), monkeypatch)
        assert "Of" not in django_mail.outbox[0].body.splitlines()
        assert "Thing 1 it is." in django_mail.outbox[0].body


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
        assert inbox(team.worker) == ["Thing 1 is due today"]

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
        assert len(django_mail.outbox) == len(inbox(team.worker)) == 2
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


class TestFaults:
    """A fault of one thing keeps nothing from the others, and nothing that did not go out is called doubtful."""

    def test_a_reader_whose_reminders_cannot_be_told_holds_up_nobody(self, things, team, monkeypatch, caplog):
        make_rule(steps=[0], channels=["INBOX"], is_digest=False)
        things.put(1, TODAY, team.worker)
        things.put(2, TODAY, team.other)
        scan(at("08:00"))
        describe = things.describe

        def broken(keys, reader):
            if reader.pk == team.worker.pk:
                raise ValueError("bug")
            return describe(keys, reader)

        monkeypatch.setattr(things, "describe", broken)
        send(at("08:00"))
        assert states() == {(1, 0): State.QUEUED, (2, 0): State.SENT}

    def test_a_letter_that_cannot_be_written_is_tried_again(self, things, team, monkeypatch, caplog):
        make_rule(steps=[0], channels=["MAIL"])
        things.put(1, TODAY, team.worker)
        scan(at("08:00"))
        send(at("08:00"))
        with monkeypatch.context() as patch:
            patch.setattr(things, "describe", lambda keys, reader: 1 / 0)
            relay(at("08:01"), monkeypatch)
        assert OutboxMessage.objects.get().state == OutboxMessage.State.PENDING
        relay(at("08:30"), monkeypatch)
        assert len(django_mail.outbox) == 1

    @pytest.mark.parametrize("channels", [["MAIL"], ["INBOX"]])
    def test_of_what_nothing_can_be_said_any_more_nothing_is_sent(self, things, team, monkeypatch, channels):
        make_rule(steps=[0], channels=channels)
        things.put(1, TODAY, team.worker)
        scan(at("08:00"))
        monkeypatch.setattr(things, "describe", lambda keys, reader: {})
        for minute in ("08:00", "08:01", "08:02"):
            send(at(minute))
            relay(at(minute), monkeypatch)
        assert states() == {(1, 0): State.MOOT}
        assert len(letters()) <= 1
        assert inbox(team.worker) == []


def test_the_work_of_a_scan_does_not_grow_by_statements(things, team, django_assert_max_num_queries):
    make_rule(steps=[0])
    for number in range(300):
        things.put(number, TODAY, team.worker)
    with django_assert_max_num_queries(26):
        scan(at("08:00"))
    with django_assert_max_num_queries(50):
        send(at("08:00"))


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
