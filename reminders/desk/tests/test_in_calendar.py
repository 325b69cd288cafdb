"""The calendar feed of a person with his contacts and reminders: what he chose, what he may see, each thing once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar
from rest_framework.test import APIClient

from accounts.tests.builders import make_user
from common import clock, errors
from common.links.models import SignedLink
from orders.service.contacts.models import FollowUp
from orders.service.contacts.operations import planning
from orders.tests import builders as orders
from reminders.reminder.models import Reminder
from reminders.tests import engine
from reminders.tests.engine import TODAY, at
from tasks.board import operations, queries
from tasks.task.models import Task
from tasks.tests.builders import make_shop, make_task

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def now(monkeypatch):
    """Ten o'clock of the day."""
    monkeypatch.setattr(clock, "now", lambda: at("10:00"))


@pytest.fixture
def order():
    return orders.make_effective()


def _events(path: str) -> dict[str, dict]:
    """What a calendar program reads there: by the key of each."""
    answer = Client().get(path)
    assert answer.status_code == 200
    found = Calendar.from_ical(answer.content).walk("VEVENT")
    return {str(event["UID"]).partition("@")[0]: event for event in found}


def _contact(order, day=TODAY + DAY, **fields) -> FollowUp:
    given = {"purpose": "PAYMENT", "subject": "When do you pay?", "plan": "Ask for the 12,000", "due_date": day}
    owner = order.salesperson
    return planning.plan_contact(actor=owner, order_id=order.pk, at=at("07:00"), **given | fields)


def _told(things, person, day=TODAY, number=1, **rule) -> None:
    engine.make_rule(steps=[0], **rule)
    things.put(number, day, person)
    engine.scan(at("08:00", day))
    engine.send(at("08:00", day))


def test_a_planned_contact_stands_on_its_day_without_what_is_to_be_said(order):
    row = _contact(order)
    path = operations.make_feed(actor=order.salesperson, at=clock.now())
    event = _events(path)[f"contact-{row.pk}"]
    assert event["SUMMARY"] == f"When do you pay? · {order.customer.name}"
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (TODAY + DAY, TODAY + 2 * DAY)
    assert event["SEQUENCE"] == row.version and str(event["URL"]).endswith(f"/follow-ups/{row.pk}/")
    assert "12,000" not in Client().get(path).content.decode()


def test_what_is_moved_given_to_another_or_dropped_follows(order):
    row, owner = _contact(order), order.salesperson
    path = operations.make_feed(actor=owner, at=clock.now())
    planning.change_contact(
        actor=owner, follow_up_id=row.pk, due_date=TODAY + 4 * DAY, version=row.version, at=clock.now()
    )
    event = _events(path)[f"contact-{row.pk}"]
    assert event.decoded("DTSTART") == TODAY + 4 * DAY and event["SEQUENCE"] > row.version
    planning.drop_contact(actor=owner, follow_up_id=row.pk, reason="Paid", at=clock.now())
    assert _events(path) == {}


def test_open_reminders_stand_on_their_days_and_vanish_when_they_are_answered(things, team):
    _told(things, team.worker)
    _told(things, team.worker, name="Another rule of the same day")
    path = operations.make_feed(actor=team.worker, at=clock.now())
    ((key, event),) = _events(path).items()
    assert key == f"reminder-test-thing-1-{TODAY:%Y%m%d}"
    assert (event["SUMMARY"], event.decoded("DTSTART")) == ("Thing: Thing 1", TODAY)
    Reminder.objects.update(reaction="SNOOZED", snoozed_until=at(day=TODAY + DAY))
    assert list(_events(path)) == [key]
    Reminder.objects.update(reaction="ACK")
    assert _events(path) == {}


def test_what_the_owner_may_not_see_any_more_is_not_told(things, team):
    _told(things, team.worker)
    path = operations.make_feed(actor=team.worker, at=clock.now())
    things.hidden.add((1, team.worker.pk))
    assert _events(path) == {}


def test_news_is_nothing_to_do(things, team):
    things.group = "NEWS"
    _told(things, team.worker)
    assert _events(operations.make_feed(actor=team.worker, at=clock.now())) == {}


def test_a_thing_stands_there_once_by_the_first_part_that_tells_of_it(order):
    owner = order.salesperson
    row = _contact(order, TODAY)
    engine.make_rule(anchor="follow_up", steps=[0], recipients=["EXECUTOR"])
    engine.scan(at("08:00"))
    engine.send(at("08:00"))
    path = operations.make_feed(actor=owner, at=clock.now())
    assert list(_events(path)) == [f"contact-{row.pk}"]
    operations.choose_feed(actor=owner, shows=["tasks", "reminders"], at=clock.now())
    assert list(_events(path)) == [f"reminder-orders-followup-{row.pk}-{TODAY:%Y%m%d}"]


def test_a_calendar_shows_what_was_chosen_under_the_same_address(order):
    owner = order.salesperson
    _contact(order)
    path = operations.make_feed(actor=owner, shows=["tasks"], at=clock.now())
    assert _events(path) == {}
    operations.choose_feed(actor=owner, shows=["contacts", "tasks"], at=clock.now())
    assert len(_events(path)) == 1
    again = operations.make_feed(actor=owner, at=clock.now())
    assert queries.shown_of(SignedLink.objects.latest("pk")) == ["tasks", "contacts"] and len(_events(again)) == 1


def test_an_address_from_before_shows_the_tasks_alone(order):
    _contact(order)
    path = operations.make_feed(actor=order.salesperson, at=clock.now())
    SignedLink.objects.update(parameters={})
    assert _events(path) == {}


def test_nothing_and_what_is_not_offered_is_no_choice(order):
    owner, stranger = order.salesperson, make_user("purchasing")
    operations.make_feed(actor=owner, at=clock.now())
    for shows in ([], ["everything"]):
        with pytest.raises(errors.Invalid):
            operations.choose_feed(actor=owner, shows=shows, at=clock.now())
    with pytest.raises(errors.NotFound):
        operations.choose_feed(actor=stranger, shows=["tasks"], at=clock.now())


def test_who_lost_the_right_to_customers_reads_no_contacts_any_more(order):
    owner = order.salesperson
    _contact(order)
    path = operations.make_feed(actor=owner, at=clock.now())
    for role in [one.role for one in owner.user_roles.all()]:
        role.grants.filter(verb="customer.view").delete()
    assert _events(path) == {}


def test_the_page_offers_the_parts_and_keeps_the_choice(order):
    client, url = Client(), reverse("tasks:calendar-feed")
    client.force_login(order.salesperson)
    page = client.get(url).content.decode()
    assert page.count('name="shows"') == page.count("checked") == 3
    nonce = page.split('name="nonce" value="')[1].split('"')[0]
    assert client.post(url, {"nonce": nonce, "do": "make", "shows": ["contacts"]}).status_code == 303
    assert client.get(url).content.decode().count("checked") == 1
    assert client.post(url, {"do": "choose"}).status_code == 422
    assert client.post(url, {"do": "choose", "shows": ["tasks", "reminders"]}).status_code == 303
    assert queries.shown_of(SignedLink.objects.get()) == ["tasks", "reminders"]


def test_the_api_makes_it_with_a_choice_and_changes_it(order):
    client = APIClient()
    client.force_authenticate(order.salesperson)
    base = "/api/v1/task-calendar/feed/"
    given: dict = {"format": "json"}
    made = client.post(f"{base}make/", {"shows": ["contacts"]}, headers={"Idempotency-Key": "c1"}, **given).json()
    assert made["shows"] == ["contacts"]
    chosen = {"shows": ["reminders", "tasks"]}
    answer = client.post(f"{base}choose/", chosen, headers={"Idempotency-Key": "c2"}, **given).json()
    assert (answer["shows"], answer["url"]) == (["tasks", "reminders"], made["url"])
    wrong = client.post(f"{base}choose/", {"shows": ["x"]}, headers={"Idempotency-Key": "c3"}, **given)
    assert wrong.status_code == 400 and "shows" in wrong.json()["fields"]


def test_the_feed_takes_as_many_statements_for_many_as_for_two(order, things):
    owner, shop = order.salesperson, make_shop()

    def fill(numbers):
        for number in numbers:
            task = make_task(order, shop=shop, planned_start=TODAY, planned_end=TODAY)
            Task.objects.filter(pk=task.pk).update(owner=owner)
            _contact(order, TODAY + DAY, subject=f"Contact {number}")
            things.put(number, TODAY, owner)
        engine.scan(at(f"08:{numbers[0]:02}"))
        engine.send(at(f"08:{numbers[0]:02}"))

    engine.make_rule(steps=[0])
    fill(range(1, 3))
    path = operations.make_feed(actor=owner, at=clock.now())
    _events(path)
    with CaptureQueriesContext(connection) as few:
        assert len(_events(path)) == 6
    fill(range(3, 23))
    with CaptureQueriesContext(connection) as many:
        assert len(_events(path)) == 66
    assert len(many) <= len(few) <= 25
