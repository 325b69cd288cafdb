"""Letters to customers go only by their service policy and only to the contact of the order; chats say what anybody may
know."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail as django_mail

from accounts.people import queries as people
from common import forgotten
from common.models import OutboxMessage
from customers.models import Contact, Customer
from customers.tests.builders import make_customer
from orders.order.models import Order
from orders.service.letters.models import ServicePolicy
from orders.tests import builders as orders
from reminders.channels import webhooks
from reminders.channels.models import Robot
from reminders.reminder import merging
from reminders.reminder.models import Reminder
from reminders.reminder.states import LetterState, State
from reminders.rules.models import OptOut
from reminders.tests.engine import TODAY, at, letters, make_rule, relay, scan, send, states

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)


@pytest.fixture
def order():
    ServicePolicy.objects.update_or_create(customer=None, defaults={"tells": ["EFFECTIVE"]})
    made = orders.make_draft()
    contact = Contact.objects.filter(customer=made.customer_id).first()
    Contact.objects.filter(pk=contact.pk).update(email="buyer@example.com")
    Order.objects.filter(pk=made.pk).update(contact=contact)
    Customer.objects.filter(pk=made.customer_id).update(paper_language=Customer.PaperLanguage.ENGLISH)
    return made


def tell(things, order, monkeypatch, **rule):
    make_rule(steps=[0], recipients=["CUSTOMER"], channels=["MAIL"], is_digest=False, **rule)
    things.put(1, TODAY, order=order)
    scan(at("08:00"))
    send(at("08:00"))
    relay(at("08:01"), monkeypatch)


def test_the_contact_of_the_order_is_written_to(things, order, monkeypatch):
    tell(things, order, monkeypatch)
    (mine,) = django_mail.outbox
    assert mine.to == ["buyer@example.com"]
    assert "Thing 1 (T1) is due on 2026-11-25." in mine.body
    assert "/things/" not in mine.body
    assert states() == {(1, 0): State.SENT}
    assert letters()[0].customer_id == order.customer_id


def test_only_what_the_policy_tells(things, order, monkeypatch):
    ServicePolicy.objects.filter(customer=None).update(tells=["SHIPPED"])
    tell(things, order, monkeypatch)
    assert states() == {}


def test_a_policy_of_the_customer_s_own_counts_before_the_company_s(things, order, monkeypatch):
    ServicePolicy.objects.create(customer_id=order.customer_id, tells=[])
    tell(things, order, monkeypatch)
    assert states() == {}


def test_a_policy_that_ends_meanwhile_stops_the_letter(things, order, monkeypatch):
    make_rule(steps=[0], recipients=["CUSTOMER"], channels=["MAIL"], is_digest=False)
    things.put(1, TODAY, order=order)
    scan(at("08:00"))
    send(at("08:00"))
    ServicePolicy.objects.filter(customer=None).update(tells=[])
    relay(at("08:01"), monkeypatch)
    assert django_mail.outbox == []
    assert states() == {(1, 0): State.MOOT}


def test_without_an_address_nobody_is_written_to(things, order, monkeypatch):
    Contact.objects.update(email="")
    tell(things, order, monkeypatch)
    assert states() == {(1, 0): State.NOWHERE}


def test_an_address_that_unsubscribed_is_left_alone(things, order, monkeypatch):
    OptOut.objects.create(address="Buyer@example.com", rule=None, at=at())
    tell(things, order, monkeypatch)
    assert states() == {(1, 0): State.UNWANTED}


def test_an_address_that_unsubscribed_and_was_forgotten_since_is_left_alone(things, order, monkeypatch):
    OptOut.objects.create(address=forgotten.stand_in("Buyer@example.com"), rule=None, at=at())
    tell(things, order, monkeypatch)
    assert states() == {(1, 0): State.UNWANTED}


def test_a_contact_that_changed_meanwhile_gets_it_at_his_own_address(things, order, monkeypatch):
    make_rule(steps=[0], recipients=["CUSTOMER"], channels=["MAIL"], is_digest=False)
    things.put(1, TODAY, order=order)
    scan(at("08:00"))
    send(at("08:00"))
    Contact.objects.update(email="new@example.com")
    relay(at("08:01"), monkeypatch)
    assert [one.to for one in django_mail.outbox] == [["new@example.com"]]


def test_what_is_too_much_for_a_day_waits_for_the_next(things, order, monkeypatch):
    make_rule(steps=[0], recipients=["CUSTOMER"], channels=["MAIL"])
    things.put(1, TODAY, order=order)
    scan(at("08:00"))
    send(at("08:00"))
    things.put(2, TODAY, order=order)
    scan(at("11:00"))
    send(at("11:00"))
    row = Reminder.objects.get(subject_id=2)
    assert (row.state, row.send_at) == (State.QUEUED, at("08:00", TODAY + DAY))
    send(at("08:00", TODAY + DAY))
    relay(at("08:01", TODAY + DAY), monkeypatch)
    assert len(django_mail.outbox) == 2


def test_several_orders_of_a_day_go_in_one_letter_without_our_names_of_rules(things, order, monkeypatch):
    rule = {"recipients": ["CUSTOMER"], "channels": ["MAIL"], "is_digest": True}
    make_rule(steps=[0], name="Customers hear this and that", **rule)
    things.put(1, TODAY, order=order)
    things.put(2, TODAY, order=order)
    scan(at("08:00"))
    send(at("08:00"))
    relay(at("08:01"), monkeypatch)
    (mail,) = django_mail.outbox
    assert "News of your orders" in mail.subject
    assert "Thing 1" in mail.body and "Thing 2" in mail.body
    assert "Customers hear" not in mail.body + mail.alternatives[0][0]


def test_who_becomes_another_customer_is_not_told_a_second_time(things, order, monkeypatch):
    tell(things, order, monkeypatch)
    target = make_customer()
    merging.move(actor=people.system_user(), source=order.customer, target=target, at=at("09:00"))
    Order.objects.filter(pk=order.pk).update(customer=target)
    order.refresh_from_db()
    ServicePolicy.objects.update_or_create(customer=target, defaults={"tells": ["EFFECTIVE"]})
    things.put(1, TODAY, order=order)
    for step in (scan, send):
        step(at("10:00"))
    relay(at("10:01"), monkeypatch)
    assert len(django_mail.outbox) == 1
    assert Reminder.objects.get().customer_id == letters()[0].customer_id == target.pk


@pytest.fixture
def chat(monkeypatch):
    """What goes into group chats, at the network's edge."""
    said = []
    service = SimpleNamespace(said=said, raises=None)

    def say(kind, key, secret, text):
        if service.raises:
            raise service.raises
        said.append(text)

    monkeypatch.setattr(webhooks, "say", say)
    return service


class TestChats:
    @pytest.fixture
    def robot(self):
        return Robot.objects.create(name="Sales chat", kind=Robot.Kind.WECOM, key="k", language="en")

    def tell(self, things, robot, **more):
        make_rule(steps=[0], channels=["ROBOT"], robot=robot, **more)
        things.put(1, TODAY, Owner=())
        things.put(2, TODAY)
        scan(at("08:00"))
        send(at("08:00"))

    def test_one_message_for_a_day(self, things, db, robot, chat, monkeypatch):
        self.tell(things, robot)
        relay(at("08:01"), monkeypatch)
        (text,) = chat.said
        assert text.startswith("2 reminders")
        assert "Thing 2 is due today" in text
        assert "/things/2/" in text  # the page asks who one is
        assert states() == {(1, 0): State.SENT, (2, 0): State.SENT}

    def test_a_chat_that_does_not_answer_holds_up_no_mail(self, things, db, team, robot, chat, monkeypatch):
        chat.raises = webhooks.Unreachable("timed out")
        make_rule(steps=[0], channels=["MAIL"], is_digest=False)
        things.put(1, TODAY, team.worker)
        make_rule(steps=[0], channels=["ROBOT"], robot=robot)
        scan(at("08:00"))
        send(at("08:00"))
        relay(at("08:01"), monkeypatch)
        assert len(django_mail.outbox) == 1
        assert OutboxMessage.objects.get(topic="reminder-chat").state == OutboxMessage.State.PENDING

    def test_a_chat_that_refuses_is_shown(self, things, db, robot, chat, monkeypatch):
        chat.raises = webhooks.NotTaken("bad key")
        self.tell(things, robot)
        relay(at("08:01"), monkeypatch)
        send(at("08:02"))
        assert letters()[0].state == LetterState.FAILED

    def test_a_robot_that_is_switched_off_says_nothing(self, things, db, robot, chat, monkeypatch):
        Robot.objects.update(is_active=False)
        self.tell(things, robot)
        assert states() == {}
