"""Dunning: one level after the other, no part twice, what is disputed is left alone (R228)."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.db import IntegrityError, transaction
from rest_framework.test import APIClient

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import errors, outbox
from common.models import OutboxMessage
from orders.collecting.dunning import mailing, operations, queries
from orders.collecting.dunning.models import DunningLetter, DunningLevel, DunningRow
from orders.order.models import Order
from orders.settlement.models import PlanRow
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from orders.tests.page_builders import Browser
from orders.tests.racing import race
from products.tests import builders as products

MAIL = "caiwu@donghai.example"


def late(days, amount=1000):
    """An effective order whose only part is due since ``days``."""
    cast = builders.make_order_cast()
    lines = [builders.line(products.make_product(stock=100), 1, amount)]
    order = builders.make_effective(cast.owner, customer=builders.make_buyer(cast.owner), lines=lines)
    PlanRow.objects.filter(order=order).update(due_date=TODAY - timedelta(days=days))
    return order


def due(order, on=TODAY):
    found = queries.proposals(people.system_user(), on, order.customer_id)
    return [(one.level.level, one.total) for one in found]


def send(order, at=AT, actor=None, **more):
    return operations.send_letter(
        actor=actor or people.system_user(),
        customer_id=order.customer_id,
        currency="CNY",
        at=at,
        **{"recipient": MAIL, **more},
    )


@pytest.mark.django_db
def test_a_part_is_asked_for_one_level_after_the_other_and_once_at_each():
    order = late(30)
    assert late(6) and due(order) == [(1, D(1000))], "long overdue, and still the first level first"
    assert send(order).level == 1
    assert due(order) == due(order, TODAY + timedelta(days=13)) == []
    later = AT + timedelta(days=14)
    assert due(order, TODAY + timedelta(days=14)) == [(2, D(1000))]
    assert send(order, later).level == 2
    row = DunningRow.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        DunningRow.objects.create(
            letter=row.letter, order=order, sequence=1, level=1, due_date=TODAY, days=1, open=D(1), disputed=0
        )
    with pytest.raises(errors.NotFound):
        send(order, later)


@pytest.mark.django_db
def test_what_is_disputed_or_paid_or_not_late_enough_is_not_asked_for():
    order = late(8)
    Order.objects.filter(pk=order.pk).update(disputed_amount=D(400))
    assert due(order) == [(1, D(600))]
    Order.objects.filter(pk=order.pk).update(disputed_amount=D(1000))
    assert due(order) == []
    Order.objects.filter(pk=order.pk).update(disputed_amount=D(0))
    flow.make_paid(order, 999)
    assert due(order) == [(1, D(1))]
    flow.make_paid(order, 1)
    assert due(order) == []
    assert due(late(6)) == [] and due(late(7)) != []


@pytest.mark.django_db
def test_orders_closed_and_archived_are_dunned_all_the_same():
    order = late(8)
    flow.make_shipped(order)
    PlanRow.objects.update(due_date=TODAY - timedelta(days=8))
    assert builders.fresh(order).status == "CLOSED"
    assert due(order) == [(1, D(1000))]
    Order.objects.filter(pk=order.pk).update(status="ARCHIVED")
    assert due(order) == [(1, D(1000))]


@pytest.mark.django_db
def test_the_letter_goes_by_mail_with_its_statement_unless_it_was_paid_meanwhile(monkeypatch):
    order = late(8)
    sent = []
    monkeypatch.setattr(mailing, "enclosed", lambda **asked: (f"{asked['name']}.pdf", b"%PDF", "application/pdf"))
    monkeypatch.setattr(mailing.mailing, "hand_over", lambda message, **given: sent.append(given))
    letter = send(order, note="请回复")
    message = OutboxMessage.objects.get(topic="dunning")
    mailing.deliver(message)
    (mail,) = sent
    assert mail["to"] == MAIL and "请回复" in mail["body"] and "1,000.00 CNY" in mail["body"]
    assert order.number in mail["body"] and mail["attachments"][0][0] == f"{letter.statement.number}.pdf"
    assert letter.statement.overdue == D(1000)
    flow.make_paid(order)
    with pytest.raises(outbox.Moot):
        mailing.deliver(message)


@pytest.mark.django_db
def test_who_was_shown_another_letter_sends_none_and_an_address_is_wanted():
    order = late(8)
    flow.make_paid(order, 300)
    with pytest.raises(errors.Conflict) as refused:
        send(order, level=1, total=D(1000))
    assert refused.value.code == "dunning_changed"
    with pytest.raises(errors.Invalid) as missing:
        send(order, recipient="")
    assert "recipient" in missing.value.fields and not DunningLetter.objects.exists()
    with pytest.raises(errors.DomainError):
        send(order, actor=make_user("warehouse"))


@pytest.mark.django_db(transaction=True)
def test_two_people_remind_once():
    order = late(8)
    found = race(lambda: send(order), lambda: send(order))
    assert sum(isinstance(one, DunningLetter) for one in found) == 1
    assert DunningLetter.objects.count() == 1


@pytest.mark.django_db
def test_a_higher_level_comes_later():
    admin = make_user("administrator")
    second = DunningLevel.objects.get(level=2)
    with pytest.raises(errors.Invalid):
        operations.save_level(actor=admin, level_id=second.pk, version=1, days=5, at=AT)
    assert operations.save_level(actor=admin, level_id=second.pk, version=1, days=20, at=AT).days == 20
    assert Browser(admin).get(f"/admin/orders/dunninglevel/{second.pk}/change/").status_code == 200
    client, place = APIClient(), "/api/v1/dunning-levels/"
    client.force_authenticate(admin)
    found = client.get(f"{place}2/")
    keys = {"If-Match": found.headers["ETag"], "Idempotency-Key": "d1"}
    body = {"name": found.json()["name"], "days": 25}
    assert client.patch(f"{place}2/", body, format="json", headers=keys).json()["days"] == 25
    assert DunningLevel.objects.get(level=2).name == second.name, "a shipped name stays what every language reads"
    assert client.patch(f"{place}2/", body | {"days": 2}, format="json", headers=keys).status_code == 412
    words = {"name": "上门", "channel": "PHONE", "text_zh": "{total}", "text_en": "{total}"}
    keys = {"Idempotency-Key": "d2"}
    assert client.post(place, {**words, "level": 4, "days": 9}, format="json", headers=keys).status_code == 400
    keys = {"Idempotency-Key": "d3"}
    made = client.post(place, {**words, "level": 4, "days": 90}, format="json", headers=keys)
    assert (made.status_code, made.headers["Location"]) == (201, f"{place}4/")
    client.force_authenticate(make_user("finance"))
    assert client.get(f"{place}4/").json()["name"] == "上门"
    assert client.post(place, {**words, "level": 5, "days": 99}, format="json", headers=keys).status_code == 403


@pytest.mark.django_db
def test_pages_and_api_say_the_same():
    order = late(400)
    browser = Browser(order.salesperson)
    assert order.customer.name in browser.get("/dunning/").text
    url = f"/dunning/{order.customer_id}/CNY/send/"
    assert order.number in browser.get(url).text
    client = APIClient()
    client.force_authenticate(make_user("api_client"))
    (proposal,) = client.get("/api/v1/dunning-proposals/").json()
    assert (proposal["level"], proposal["total"]) == (1, "1000.00")
    assert browser.post(url, level=1, total="999.00", recipient=MAIL).status_code == 409
    assert browser.post(url, level=1, total="1000.00", recipient=MAIL).status_code == 303
    letter = DunningLetter.objects.get()
    assert letter.number in browser.get("/dunning/letters/").text
    assert order.number in browser.get(f"/dunning/letters/{letter.number}/").text
    assert client.get("/api/v1/dunning-proposals/").json() == []
    told = client.get(f"/api/v1/dunning-letters/{letter.number}/").json()
    assert told["parts"][0]["order"] == order.number and told["statement"] == letter.statement.number
    assert [one["level"] for one in client.get("/api/v1/dunning-levels/").json()] == [1, 2, 3]
    body = {"customer": order.customer.code, "currency": "CNY", "recipient": MAIL}
    again = client.post("/api/v1/dunning-letters/", body, format="json", headers={"Idempotency-Key": "dn-1"})
    assert again.status_code == 404
