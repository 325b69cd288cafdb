"""The finance feed: every fact once, in the order of commits, with the sign of its effect; for who may read all."""

import copy
from datetime import timedelta
from decimal import Decimal as D

import pytest
from rest_framework.test import APIClient

from accounts.people import queries as people
from accounts.periods import operations as periods
from accounts.tests.builders import make_user
from common import errors, events
from common.models import Event
from orders.finance import queries
from orders.invoicing import operations as invoicing
from orders.settlement import operations as settlement
from orders.settlement.models import Allocation
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from products.tests import builders as products


@pytest.fixture(scope="module")
def standing(once_a_file):
    return once_a_file(_make_order)


@pytest.fixture
def order(db, standing):
    return copy.deepcopy(standing)


def _make_order():
    cast = builders.make_order_cast()
    lines = [builders.line(products.make_product(stock=100), 3, "100")]
    order = builders.make_effective(cast.owner, customer=builders.make_buyer(cast.owner), lines=lines)
    flow.make_shipped(order, 3, ship_date=TODAY)
    return order


def read(after=0, limit=200):
    events.place_events()
    return queries.read_feed(people.system_user(), after, limit)


def told(page):
    return [(str(one.fact), one.amount) for one in page.entries]


def test_every_fact_comes_once_with_the_sign_of_its_effect(order):
    system = people.system_user()
    start = read().after
    receipt = flow.make_paid(order, 20, received_date=TODAY)
    page = read(start)
    assert told(page) == [("RECEIPT", D(20)), ("ALLOCATION", D(20))]
    assert [one.order for one in page.entries] == [None, order.number]
    settlement.void_receipt(actor=system, receipt_id=receipt.pk, reason="误记", at=AT + timedelta(minutes=1))
    later = read(page.after)
    assert told(later) == [("RECEIPT_VOIDED", D(-20)), ("ALLOCATION_REVOKED", D(-20))]
    assert not Allocation.objects.filter(revoked_at=None).exists()
    settlement.write_off(
        actor=system, plan_row_id=flow.plan_of(order)[0].pk, amount=D("0.5"), kind="DIFFERENCE", reason="尾差", at=AT
    )
    line = builders.lines_of(order)[0]
    dropped = invoicing.draft_invoice(actor=system, lines=[(line.pk, D(1))], at=AT)
    invoicing.void_invoice(actor=system, invoice_id=dropped.pk, reason="x", at=AT)
    made = invoicing.draft_invoice(actor=system, lines=[(line.pk, D(3))], at=AT)
    blue = invoicing.issue_invoice(actor=system, invoice_id=made.pk, at=AT)
    invoicing.reverse_invoice(actor=system, invoice_id=blue.pk, reason="退货", lines=[(1, D(1))], at=AT)
    periods.close_month(actor=system, month=(TODAY.replace(day=1) - timedelta(days=1)).replace(day=1), at=AT)
    rest = read(later.after)
    assert told(rest) == [
        ("WRITE_OFF", D("0.5")),
        ("ALLOCATION", D("0.5")),
        ("INVOICE", D(300)),
        ("RED_INVOICE", D(-100)),
        ("PERIOD_CLOSED", None),
    ]
    assert rest.entries[3].more["takes_from"] == blue.number and rest.entries[2].more["lines"][0]["line_no"] == 1
    assert told(read(rest.after)) == [] and told(read(start))[:2] == [("RECEIPT", D(20)), ("ALLOCATION", D(20))]


def test_what_was_paid_back_is_below_zero(order):
    system = people.system_user()
    receipt = flow.make_receipt(order, 50)
    after = read().after
    settlement.pay_back(
        actor=system, receipt_id=receipt.pk, amount=D(30), paid_date=TODAY, reason="多付", reference="B-1", at=AT
    )
    (fact,) = read(after).entries
    assert (str(fact.fact), fact.amount, fact.more["takes_from"]) == ("PAYBACK", D(-30), receipt.number)


def test_a_reader_goes_on_where_he_stopped_and_skips_nothing_that_is_placed_late(order):
    flow.make_paid(order, 20, received_date=TODAY)
    events.place_events()
    late = Event.objects.filter(kind="receipt.recorded").get()
    last = late.position
    Event.objects.filter(pk=late.pk).update(position=None)  # as if its transaction had ended after the others'
    page = queries.read_feed(people.system_user(), 0, 200)
    assert told(page) == [("ALLOCATION", D(20))]
    again = read(page.after)
    assert told(again) == [("RECEIPT", D(20))] and again.entries[0].id > last
    first = queries.read_feed(people.system_user(), 0, 1)
    assert len(first.entries) == 1 and first.has_more
    assert told(queries.read_feed(people.system_user(), first.after, 1)) == [("RECEIPT", D(20))]


def test_quiet_stretches_are_passed_in_windows(order, monkeypatch):
    monkeypatch.setattr(queries, "WINDOW", 1)
    flow.make_paid(order, 20, received_date=TODAY)
    events.place_events()
    after, facts = 0, []
    for _turn in range(Event.objects.count() + 1):
        page = queries.read_feed(people.system_user(), after, 200)
        facts += told(page)
        after = page.after
        if not page.has_more:
            break
    assert facts == [("RECEIPT", D(20)), ("ALLOCATION", D(20))]


def test_over_the_api_for_who_may_read_all(order):
    flow.make_paid(order, 20, received_date=TODAY)
    events.place_events()
    client = APIClient()
    client.force_authenticate(make_user("api_client"))
    body = client.get("/api/v1/finance-events/", {"after": 0, "limit": 1}).json()
    assert body["has_more"] and body["results"][0]["amount"] == body["results"][0]["base_amount"] == "20.00"
    assert body["results"][0]["base_currency"] == "CNY" and body["results"][0]["fact"] == "RECEIPT"
    assert client.get("/api/v1/finance-events/", {"after": -1}).status_code == 400
    with pytest.raises(errors.NotAllowed):
        queries.read_feed(order.salesperson, 0, 1)
