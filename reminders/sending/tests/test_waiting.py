"""Reminders of a payment wait while somebody is going to speak with the customer about it; letters wait for days of
work."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail

from accounts.people.models import User
from accounts.people.queries import system_user
from common import settings as company
from common.models import OutboxMessage, Setting
from orders.service.contacts.choices import Purpose
from orders.service.contacts.models import FollowUp
from orders.service.contacts.operations import planning
from orders.settlement.models import PlanRow
from orders.tests import builders as orders
from reminders.desk import coming
from reminders.reminder.models import Reminder
from reminders.reminder.states import State
from reminders.sending.invariants import missing
from reminders.tests.engine import TODAY, at, make_rule, relay, scan, send

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)


@pytest.fixture
def order():
    """One that is to be paid today."""
    made = orders.make_effective()
    PlanRow.objects.filter(order=made).update(due_date=TODAY)
    User.objects.filter(pk=made.salesperson_id).update(email="rep@example.com", language="en")
    return orders.fresh(made)


@pytest.fixture
def rule(order):
    return make_rule(anchor="payment", steps=[0, 2], active_since=at("00:00"))


def talk(order, day, purpose=Purpose.PAYMENT) -> FollowUp:
    """Somebody is going to speak with the customer."""
    given = {"purpose": purpose, "subject": "When do you pay?", "due_date": day, "owner_id": order.salesperson_id}
    return planning.plan_contact(actor=system_user(), order_id=order.pk, at=at("07:00"), **given)


def told(day, clock="08:00", monkeypatch=None) -> int:
    """What went out that day: reminders sent since."""
    scan(at("00:05", day))
    send(at(clock, day))
    if monkeypatch:
        relay(at(clock, day), monkeypatch)
    return Reminder.objects.filter(state__in=(State.SENT, State.GATHERED)).count()


def test_a_reminder_waits_for_the_day_of_the_contact(order, rule):
    talk(order, TODAY + 5 * DAY)
    assert [told(TODAY + n * DAY) for n in range(5)] == [0, 0, 0, 0, 0]
    first, second = Reminder.objects.order_by("step")
    assert (first.waits_until, first.send_at) == (TODAY + 5 * DAY, at("08:00", TODAY + 5 * DAY))
    assert told(TODAY + 5 * DAY) == 1  # of both steps that wait the newest is told
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (State.SKIPPED, State.SENT)


def test_a_contact_that_is_dropped_held_or_put_nearer_lets_it_go(order, rule):
    row = talk(order, TODAY + 9 * DAY)
    assert told(TODAY) == 0
    planning.drop_contact(actor=system_user(), follow_up_id=row.pk, reason="Paid, he says", at=at("10:00"))
    assert told(TODAY, "10:01") == 1
    assert Reminder.objects.get().waits_until is None


def test_it_waits_on_when_the_contact_is_put_off(order, rule):
    row = talk(order, TODAY + DAY)
    assert told(TODAY) == 0
    FollowUp.objects.filter(pk=row.pk).update(due_date=TODAY + 6 * DAY)
    assert told(TODAY + DAY) == 0
    assert Reminder.objects.get().send_at == at("08:00", TODAY + 6 * DAY)


def test_a_contact_planned_after_the_scan_and_after_the_letter_counts_too(order, rule, monkeypatch):
    scan(at("00:05"))
    row = talk(order, TODAY + DAY)
    send(at("08:00"))
    assert Reminder.objects.get().state == State.QUEUED
    planning.drop_contact(actor=system_user(), follow_up_id=row.pk, reason="Again", at=at("08:01"))
    Reminder.objects.update(waits_until=None, send_at=at("08:00"))
    rule.channels = ["MAIL"]
    rule.save()
    send(at("08:02"))
    assert Reminder.objects.get().state == State.GATHERED
    talk(order, TODAY + 2 * DAY)
    relay(at("08:03"), monkeypatch)
    assert django_mail.outbox == []
    assert OutboxMessage.objects.get(topic="reminder").state == OutboxMessage.State.MOOT
    row = Reminder.objects.get()
    assert (row.state, row.waits_until, row.send_at) == (State.QUEUED, TODAY + 2 * DAY, at("08:00", TODAY + 2 * DAY))


def test_only_a_contact_about_the_payment_of_this_order_that_is_still_to_come_counts(order, rule):
    talk(orders.make_effective(), TODAY + 5 * DAY)
    talk(order, TODAY + 5 * DAY, Purpose.CARE)
    assert told(TODAY) == 1


def test_a_contact_that_nobody_held_in_time_keeps_nothing_back(order, rule):
    row = talk(order, TODAY + DAY)
    talk(order, TODAY + 7 * DAY)
    FollowUp.objects.filter(pk=row.pk).update(due_date=TODAY - DAY)
    assert told(TODAY) == 1


def test_what_one_put_off_comes_when_one_wants_it(order, rule):
    assert told(TODAY) == 1
    Reminder.objects.update(reaction="SNOOZED", snoozed_until=at("09:00", TODAY + DAY))
    talk(order, TODAY + 5 * DAY)
    assert told(TODAY + DAY, "09:00") == 1
    assert Reminder.objects.get().again == 1


def test_the_company_may_have_nothing_wait(order, rule):
    talk(order, TODAY + 5 * DAY)
    scan(at("00:05"))
    assert Reminder.objects.get().waits_until == TODAY + 5 * DAY
    Setting.objects.create(key="reminders.payment_waits", value=False)
    company.forget()
    assert told(TODAY) == 1


def test_who_gets_what_says_that_it_waits_and_when_it_comes(order, rule):
    talk(order, TODAY + 3 * DAY)
    user = User.objects.get(pk=order.salesperson_id)
    (waits,) = coming.on_day(user, TODAY, at=at("07:30")).rows
    assert (waits.is_waiting, waits.goes, waits.waits_until) == (True, False, TODAY + 3 * DAY)
    assert coming.on_day(user, TODAY, at=at("07:30")).count == 0
    assert coming.on_day(user, TODAY + DAY, at=at("07:30")).rows == []
    (comes,) = coming.on_day(user, TODAY + 3 * DAY, at=at("07:30")).rows
    assert (comes.goes, comes.step, comes.send_at) == (True, 2, at("08:00", TODAY + 3 * DAY))


def test_what_waits_for_weeks_is_still_seen_on_its_day(order, rule):
    talk(order, TODAY + 16 * DAY)
    told(TODAY)
    told(TODAY + 2 * DAY)
    user = User.objects.get(pk=order.salesperson_id)
    (comes,) = coming.on_day(user, TODAY + 16 * DAY, at=at("09:00", TODAY + 14 * DAY)).rows
    assert (comes.goes, comes.step) == (True, 2)
    assert missing(10) == []


def test_a_letter_held_up_over_a_night_waits_for_a_day_of_work(order, monkeypatch):
    make_rule(anchor="payment", steps=[2], channels=["MAIL"], workdays_only=True, send_at="19:30")
    friday = TODAY + 2 * DAY
    scan(at("19:00", friday))
    send(at("19:55", friday))
    relay(at("20:05", friday), monkeypatch)  # the server had been away
    message = OutboxMessage.objects.get(topic="reminder")
    assert (message.state, message.due_at) == (OutboxMessage.State.PENDING, at("08:00", friday + 3 * DAY))
    relay(at("10:00", friday + DAY), monkeypatch)
    assert django_mail.outbox == []
    relay(at("08:00", friday + 3 * DAY), monkeypatch)
    assert len(django_mail.outbox) == 1
