"""Clocks that jump: at midnight, in the nights in which they are put forward or back, by mistake. The company's clock
counts, not that of the server, and nothing is lost or doubled."""

import os
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time

import pytest
from django.core import mail as django_mail

from reminders.reminder.models import Reminder
from reminders.reminder.states import State
from reminders.tests.engine import TODAY, at, inbox_of, make_rule, run

pytestmark = pytest.mark.django_db(transaction=True)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ALONE = {"is_digest": False, "keeps_quiet_hours": False, "channels": ["INBOX"]}


@pytest.fixture
def server_in_new_york():
    """The process keeps the time of New York, as one does whose machine was set up there."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = "America/New_York"
    time.tzset()
    yield
    os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
    time.tzset()


def utc(*moment):
    return datetime(*moment, tzinfo=UTC)


def through(start, hours, monkeypatch, every=60):
    """The site runs on, a turn every so many minutes."""
    for turn in range(hours * 60 // every + 1):
        run(start + timedelta(minutes=turn * every), monkeypatch)


def sent(**narrow):
    """(thing, step) → when; each once by each rule."""
    rows = Reminder.objects.filter(state=State.SENT, **narrow)
    return {(one.subject_id, one.step): one.sent_at for one in rows}


def kept():
    """All that was told, with when it was."""
    rows = Reminder.objects.filter(state=State.SENT)
    return {(one.rule_id, one.subject_id, one.step): one.sent_at for one in rows}


@pytest.mark.parametrize("night", [date(2026, 11, 1), date(2026, 3, 8)], ids=["back", "forward"])
def test_where_the_server_stands_is_nothing_to_a_company_in_shanghai(
    things, team, monkeypatch, server_in_new_york, night
):
    assert time.tzname == ("EST", "EDT")
    begin = at("00:00", night - DAY)
    daily = make_rule(steps=[-1, 0], send_at=clock_time(9), active_since=begin, channels=["MAIL"])
    hourly = make_rule(unit="HOUR", steps=[-2, 0], active_since=begin, **ALONE)
    for number in range(4):
        things.put(number, night + (number - 1) * DAY, team.worker)  # days begin at midnight in Shanghai
    through(begin, 72, monkeypatch)
    morning = {n: at("09:00", night + n * DAY) for n in range(-2, 3)}
    assert sent(rule=daily) == {
        (number, step): morning[number - 1 + step]
        for number in range(4)
        for step in (-1, 0)
        if begin <= morning[number - 1 + step] < begin + 3 * DAY
    }
    midnights = [at("00:00", night + (number - 1) * DAY) for number in range(4)]
    assert sent(rule=hourly) == {
        (number, step): moment + step * HOUR
        for number, moment in enumerate(midnights)
        for step in (-2, 0)
        if begin <= moment + step * HOUR
    }
    assert len(django_mail.outbox) == 3  # one a morning
    assert len(inbox_of(team.worker)) == len(sent(rule=hourly))


class TestInNewYork:
    """Clocks go from 2:00 back to 1:00 on 2026-11-01, and from 2:00 to 3:00 on 2026-03-08."""

    @pytest.fixture(autouse=True)
    def company(self, settings):
        settings.BUSINESS_TIME_ZONE = "America/New_York"

    def test_an_hour_that_comes_twice_tells_once(self, things, team, monkeypatch):
        begin = at("00:00", date(2026, 10, 31))
        rule = make_rule(steps=[0], send_at=clock_time(1, 30), active_since=begin, **ALONE)
        things.put(1, date(2026, 11, 1), team.worker)
        run(begin, monkeypatch)
        through(at("00:30", date(2026, 11, 1)), 4, monkeypatch, every=30)
        run(at("01:30", date(2026, 11, 2)), monkeypatch)
        assert sent(rule=rule) == {(1, 0): utc(2026, 11, 1, 5, 30)}  # the first of both
        assert len(inbox_of(team.worker)) == 1

    def test_an_hour_that_is_left_out_tells_all_the_same(self, things, team, monkeypatch):
        begin = at("00:00", date(2026, 3, 7))
        rule = make_rule(steps=[0], send_at=clock_time(2, 30), active_since=begin, **ALONE)
        things.put(1, date(2026, 3, 8), team.worker)
        run(begin, monkeypatch)
        through(at("00:30", date(2026, 3, 8)), 4, monkeypatch, every=30)
        run(at("02:30", date(2026, 3, 9)), monkeypatch)
        assert sent(rule=rule) == {(1, 0): utc(2026, 3, 8, 7, 30)}

    def test_hours_are_hours_through_the_night(self, things, team, monkeypatch):
        begin = at("00:00", date(2026, 11, 1))
        make_rule(unit="HOUR", steps=[0, 1, 2, 3], active_since=begin, **ALONE)
        due = utc(2026, 11, 1, 4, 30)
        things.put(1, due, team.worker)
        through(begin, 6, monkeypatch, every=30)
        assert sent() == {(1, step): due + step * HOUR for step in range(4)}

    def test_the_day_of_twenty_five_hours_has_one_letter(self, things, team, monkeypatch):
        begin = at("00:00", date(2026, 11, 1))
        make_rule(steps=[0], channels=["MAIL"], active_since=begin)
        for number in range(3):
            things.put(number, date(2026, 11, 1), team.worker)
        through(begin, 25, monkeypatch)
        assert len(django_mail.outbox) == 1 and len(sent()) == 3


class TestSetWrong:
    """Somebody, or a machine that asks for the time, sets the server's clock."""

    @pytest.mark.parametrize("back", [HOUR, 9 * HOUR, 3 * DAY], ids=str)
    def test_put_back_it_tells_nothing_a_second_time_and_goes_on(self, things, team, monkeypatch, back):
        make_rule(steps=[-1, 0, 1], active_since=at("00:00", TODAY - 10 * DAY))
        make_rule(unit="HOUR", steps=[0, 4], active_since=at("00:00", TODAY - 10 * DAY), **ALONE)
        things.put(1, TODAY, team.worker)
        things.put(2, TODAY + DAY, team.worker)
        through(at("07:00", TODAY - DAY), 26, monkeypatch)
        before = kept()
        mails, lines = len(django_mail.outbox), len(inbox_of(team.worker))
        through(at("09:00") - back, int(back / HOUR), monkeypatch, every=180 if back > DAY else 60)
        assert (len(django_mail.outbox), len(inbox_of(team.worker))) == (mails, lines)
        through(at("09:00"), 72, monkeypatch, every=120)
        assert before.items() <= kept().items() and len(kept()) == 2 * 3 + 2 * 2
        assert len(inbox_of(team.worker)) == len(kept()) - 2  # on two mornings two of a rule are one line

    def test_put_forward_and_back_it_tells_nothing_a_second_time_and_loses_nothing_later(
        self, things, team, monkeypatch
    ):
        make_rule(steps=[0], active_since=at("00:00", TODAY - DAY))
        for number in range(6):
            things.put(number, TODAY + number * DAY, team.worker)
        through(at("07:00"), 2, monkeypatch)
        run(at("09:00", TODAY + 2 * DAY), monkeypatch)  # two days ahead for one turn
        through(at("09:05"), 5 * 24, monkeypatch, every=120)
        told = sent()
        assert set(told) == {(number, 0) for number in range(6)}
        days = Counter(moment.date() for moment in told.values())
        assert days[(TODAY + 2 * DAY)] <= 2  # what was told ahead, at that turn
        assert len(django_mail.outbox) <= 6
