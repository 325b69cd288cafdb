"""The history of reminders is reached from the pages of customers and of people; a contact's reminder from its page."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.tests.builders import make_user
from orders.service.contacts.operations import planning
from orders.tests import builders as orders
from reminders.anchors.source import anchors
from reminders.reminder.models import Reminder
from reminders.tests.engine import TODAY, at, make_rule, scan
from tasks.tests.builders import make_shop

pytestmark = pytest.mark.django_db


def _client(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def contact():
    order = orders.make_effective()
    given = {"subject": "How are the scales?", "due_date": TODAY}
    return planning.plan_contact(actor=order.salesperson, order_id=order.pk, at=at("07:00"), **given)


def test_a_customers_menu_leads_to_what_was_told_of_him(contact):
    make_rule(anchor="follow_up", steps=[0], recipients=["EXECUTOR"])
    scan(at("08:00"))
    client, customer = _client(contact.owner), contact.customer
    url = f"{reverse('reminders:history')}?customer={customer.pk}"
    assert url in client.get(reverse("customers:customer-detail", args=[customer.pk])).content.decode()
    assert contact.subject in client.get(url).content.decode()
    other = orders.make_effective().customer
    assert contact.subject not in client.get(f"{reverse('reminders:history')}?customer={other.pk}").content.decode()


def test_a_persons_calendar_and_his_page_in_the_console_lead_to_what_he_was_told():
    shop = make_shop()
    url = f"{reverse('reminders:history')}?person={shop.worker.pk}"
    calendar = _client(shop.foreman).get(reverse("tasks:calendar"), {"person": shop.worker.pk})
    assert url in calendar.content.decode()
    console = _client(make_user("administrator")).get(reverse("admin:accounts_user_change", args=[shop.worker.pk]))
    assert url in console.content.decode()


def test_a_reminder_of_a_contact_leads_to_the_contact(contact):
    make_rule(anchor="follow_up", steps=[0], recipients=["EXECUTOR"])
    scan(at("08:00"))
    row = Reminder.objects.get()
    key = (row.subject_id, row.due)
    facts = anchors["follow_up"].describe({key}, contact.owner)[key]
    assert facts.url == reverse("orders:follow-up-detail", args=[contact.pk])
    assert contact.subject in _client(contact.owner).get(facts.url).content.decode()
    assert anchors["follow_up"].describe({key}, None)[key].url == ""
