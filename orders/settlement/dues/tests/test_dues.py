"""What is due is followed up, and what must be paid first stops the order (SEMANTICS 12, R226)."""

import itertools
from datetime import date
from decimal import Decimal as D

import pytest
from django.http import QueryDict
from rest_framework.test import APIClient

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import errors
from common.exports.lists import Asked
from customers.models import PaymentTerm, PaymentTermRow
from orders.closure import operations as closure
from orders.settlement import queries as settlement
from orders.settlement.dues import exporting, operations, queries
from orders.settlement.dues.filters import DueFilter
from orders.settlement.dues.models import PaymentFollowUp
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from orders.tests.page_builders import Browser
from products.tests import builders as products

pytestmark = pytest.mark.django_db
_keys = itertools.count(1)


@pytest.fixture
def order():
    """1,000 of it: 300 in advance, before production, of which a tenth may lack; 700 before shipment."""
    term = PaymentTerm.objects.create(code="T", name="terms")
    rows = [
        {"percent": D(30), "is_advance": True, "control": "PRODUCE", "allowed_shortfall": D(10)},
        {"percent": D(70), "control": "SHIP", "basis": "SHIP"},
    ]
    for sequence, row in enumerate(rows, start=1):
        PaymentTermRow.objects.create(term=term, sequence=sequence, **row)
    cast = builders.make_order_cast()
    customer = builders.make_buyer(cast.owner, payment_term=term)
    lines = [builders.line(products.make_product(stock=100), 10, 100)]
    return builders.make_effective(cast.owner, customer=customer, lines=lines)


def note(actor, order, sequence=1, text="周五付", next_date=None):
    return operations.note_follow_up(
        actor=actor, order=order.number, sequence=sequence, text=text, next_date=next_date, at=AT
    )


def test_what_must_be_paid_first_stops_the_order_until_no_more_lacks_than_is_allowed(order):
    assert [(one.sequence, one.missing) for one in settlement.blocks([order.pk])[order.pk]] == [
        (1, D(270)),
        (2, D(700)),
    ]
    assert [one.sequence for one in settlement.blocks([order.pk], "PRODUCE")[order.pk]] == [1]
    flow.make_paid(order, 269)
    assert [one.missing for one in settlement.blocks([order.pk], "PRODUCE")[order.pk]] == [D(1)]
    flow.make_paid(order, 1)
    assert settlement.blocks([order.pk], "PRODUCE") == {}
    assert [one.sequence for one in settlement.blocks([order.pk])[order.pk]] == [2]


def test_the_orders_page_says_what_it_waits_for_and_amounts_only_to_who_sees_them(order):
    page = Browser(order.salesperson).get(f"/orders/{order.number}/").text
    assert "Not produced before" in page and "270.00" in page
    paged = Browser(order.salesperson).get(f"/orders/{order.number}/money/").text
    assert "Stops production" in paged
    stock = Browser(make_user("warehouse", department=order.department)).get(f"/orders/{order.number}/").text
    assert "270.00" not in stock


def test_a_part_stands_in_the_list_until_it_is_paid(order):
    finance = make_user("finance")
    assert [row.sequence for row in queries.list_dues(finance).order_by("sequence")] == [1, 2]
    flow.make_paid(order, 300)
    assert [row.open for row in queries.list_dues(finance)] == [D(700)]
    flow.make_paid(order)
    assert not queries.list_dues(finance).exists()


def test_a_closed_order_is_still_asked_for_its_money():
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    flow.make_shipped(order, 4)
    closure.close_order(actor=people.system_user(), order_id=order.pk, reason_code="CUSTOMER", reason="", at=AT)
    assert [(row.order.status, row.open) for row in queries.list_dues(cast.owner)] == [("CLOSED", D(400))]


def test_what_was_said_is_kept_and_puts_the_asking_off(order):
    tomorrow = date(2026, 11, 21)
    later = DueFilter({"wanting": "true"}, queries.list_dues(order.salesperson), today=tomorrow)
    assert [row.sequence for row in later.qs] == [1], "past its day"
    note(order.salesperson, order, next_date=date(2026, 11, 25))
    row = queries.get_due(order.salesperson, order.number, 1)
    assert (row.said, row.next_date, row.said_by) == ("周五付", date(2026, 11, 25), order.salesperson.name)
    assert not DueFilter({"wanting": "true"}, queries.list_dues(order.salesperson), today=tomorrow).qs.exists()
    note(order.salesperson, order, text="又推迟")
    assert [one.text for one in queries.follow_ups(row)] == ["又推迟", "周五付"]


def test_what_says_nothing_or_lies_behind_us_is_refused(order):
    with pytest.raises(errors.Invalid) as refused:
        note(order.salesperson, order, text="  ", next_date=date(2026, 11, 19))
    assert set(refused.value.fields) == {"text", "next_date"}
    with pytest.raises(errors.NotFound):
        note(make_user("sales"), order)
    with pytest.raises(errors.NotAllowed):
        note(make_user("executive", department=order.department), order)


def test_the_list_its_file_and_its_dialog_agree(order):
    person = make_user("finance")
    finance = Browser(person)
    page = finance.get("/payments-due/?kind=ADVANCE").text
    assert order.number in page and "300<" in page and "700<" not in page
    form = {"text": "已催", "next_date": "", "nonce": "n"}
    url = f"/payments-due/{order.number}/1/"
    assert [finance.post(url, **form).status_code for _ in range(2)] == [303, 303]
    assert PaymentFollowUp.objects.count() == 1
    assert "已催" in finance.get(url).text
    sheet = exporting.open_dues(person, Asked(QueryDict("kind=ADVANCE"), AT))
    keys = [column.key for column in sheet.columns]
    rows = [dict(zip(keys, row, strict=True)) for row in sheet.rows()]
    assert [(row["order"], row["open"], row["days"], row["said"]) for row in rows] == [
        (order.number, D(300), 0, "已催")
    ]


def test_systems_read_and_write_it_all_the_same(order):
    client = APIClient()
    client.force_authenticate(make_user("finance"))
    body = {"order": order.number, "sequence": 2, "text": "等发货", "next_date": None}
    answer = client.post("/api/v1/payments-due/follow-up/", body, format="json", headers={"Idempotency-Key": "f1"})
    assert answer.status_code == 201 and answer.json()["said"] == "等发货"
    found = client.get("/api/v1/payments-due/?control=PRODUCE").json()["results"]
    assert [(row["sequence"], row["open"], row["missing"], row["due_date"]) for row in found] == [
        (1, "300.00", "270.00", TODAY.isoformat())
    ]
