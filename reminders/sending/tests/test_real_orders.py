"""Deliveries and payments of real orders: what is paid, moved or closed between queueing and sending."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail

from accounts.people.models import User
from common import dates
from orders.order.models import Order, OrderLine
from orders.order.states import Status
from orders.settlement.models import PlanRow
from orders.tests import builders as orders
from reminders.reminder.models import Reminder, ScanMark
from reminders.reminder.states import State
from reminders.rules.models import ReminderRule
from reminders.scanning import queries
from reminders.tests.engine import TODAY, at, make_rule, relay, scan, send

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)


@pytest.fixture
def order():
    made = orders.make_effective()
    OrderLine.objects.filter(order=made).update(promised_date=TODAY)
    PlanRow.objects.filter(order=made).update(due_date=TODAY)
    User.objects.filter(pk=made.salesperson_id).update(email="rep@example.com", language="en")
    return orders.fresh(made)


@pytest.fixture
def rules(order):
    found = {code: make_rule(anchor=code, steps=[0], channels=["MAIL"]) for code in ("delivery", "payment")}
    scan(at("08:00"))
    send(at("08:00"))
    return found


def told(rules, monkeypatch):
    """Which of the rules still reached the salesperson, in one letter."""
    relay(at("08:01"), monkeypatch)
    return {code for code, rule in rules.items() if Reminder.objects.filter(rule=rule, state=State.SENT).exists()}


def test_both_go_in_one_letter(order, rules, monkeypatch):
    assert told(rules, monkeypatch) == {"delivery", "payment"}
    (mine,) = django_mail.outbox
    assert mine.to == ["rep@example.com"]
    assert order.number in mine.body


def test_what_is_paid_meanwhile_is_not_asked_for(order, rules, monkeypatch):
    for row in PlanRow.objects.filter(order=order):
        PlanRow.objects.filter(pk=row.pk).update(received=row.amount)
    assert told(rules, monkeypatch) == {"delivery"}


def test_a_promise_that_moved_meanwhile_is_not_told_of(order, rules, monkeypatch):
    OrderLine.objects.filter(order=order).update(promised_date=TODAY + 5 * DAY)
    assert told(rules, monkeypatch) == {"payment"}


def test_closing_ends_reminders_of_delivery_and_never_those_of_payment(order, rules, monkeypatch):
    Order.objects.filter(pk=order.pk).update(status=Status.CLOSED)
    assert told(rules, monkeypatch) == {"payment"}


def test_who_may_not_see_the_order_any_more_is_not_told(order, rules, monkeypatch):
    User.objects.get(pk=order.salesperson_id).user_roles.all().delete()
    assert told(rules, monkeypatch) == set()
    assert django_mail.outbox == []


def test_every_rule_that_comes_with_the_software_can_be_worked_out(order):
    ReminderRule.objects.update(is_active=True, active_since=dates.day_start(TODAY - 3 * DAY))
    scan(at("08:00"))
    send(at("09:00"))
    assert queries.faults(at("09:00")) == {}
    assert list(ScanMark.objects.exclude(error="")) == []
    assert ScanMark.objects.count() == ReminderRule.objects.count()
    said = list(queries.preview(TODAY + DAY, at=at("09:00")))
    assert all(one.channels for one in said)
