"""Ageing by invoice: what came in for an order pays its invoices, the oldest first; red ones are taken off; due days
count from the invoice where the plan does."""

import copy
from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.http import QueryDict
from rest_framework.test import APIClient

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import errors
from common.exports.lists import Asked
from orders.invoicing import operations, queries
from orders.invoicing.ageing import exporting
from orders.settlement.models import PlanRow
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from orders.tests.page_builders import Browser
from products.tests import builders as products


@pytest.fixture(scope="module")
def standing(once_a_file):
    return once_a_file(_make_order)


@pytest.fixture
def order(db, standing):
    return copy.deepcopy(standing)


def _make_order():
    """Three pieces for 100.00: one invoiced ten days ago, two today."""
    cast = builders.make_order_cast()
    lines = [builders.line(products.make_product(stock=100), 3, "100")]
    order = builders.make_effective(cast.owner, customer=builders.make_buyer(cast.owner, name="东海仪表"), lines=lines)
    flow.make_shipped(order, 3, ship_date=TODAY)
    for pieces, days in ((1, 10), (2, 0)):
        line = builders.lines_of(order)[0]
        made = operations.draft_invoice(actor=people.system_user(), lines=[(line.pk, D(pieces))], at=AT)
        operations.issue_invoice(
            actor=people.system_user(), invoice_id=made.pk, invoice_date=TODAY - timedelta(days=days), at=AT
        )
    return order


def unpaid(order):
    rows = queries.list_unpaid(order.salesperson).order_by("pk")
    return [(row.open, row.left) for row in rows]


def dated(order, *, basis="INVOICE", days=0, from_month_end=False, due_date=None):
    PlanRow.objects.filter(order=order).update(basis=basis, days=days, from_month_end=from_month_end, due_date=due_date)


def test_money_pays_the_oldest_invoice_first_and_red_ones_are_taken_off(order):
    assert unpaid(order) == [(D(100), D(100)), (D(200), D(200))]
    flow.make_paid(order, 130, received_date=TODAY)
    assert unpaid(order) == [(D(170), D(200))]
    last = queries.list_unpaid(order.salesperson).get()
    operations.reverse_invoice(actor=people.system_user(), invoice_id=last.pk, reason="退货", lines=[(1, D(1))], at=AT)
    assert unpaid(order) == [(D(70), D(100))]
    flow.make_paid(order, 70, received_date=TODAY)
    assert unpaid(order) == []


def test_the_day_counts_from_the_invoice_where_the_plan_does(order):
    first, second = TODAY - timedelta(days=10), TODAY

    def days():
        return [row.due_date for row in queries.list_unpaid(order.salesperson).order_by("pk")]

    dated(order, days=5)
    assert days() == [first + timedelta(days=5), second + timedelta(days=5)]
    dated(order, days=3, from_month_end=True)
    end = (TODAY.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    assert days()[1] == end + timedelta(days=3)
    dated(order, basis="SIGN")
    assert days() == [None, None]


def test_sums_by_age_customer_and_salesperson(order):
    dated(order, days=5)
    rows = queries.list_unpaid(order.salesperson)
    (found,) = queries.aged(rows, TODAY)
    assert (found.currency, found.count, found.not_due, found.buckets[0], found.open) == ("CNY", 2, 200, 100, 300)
    (mine,) = queries.aged(rows, TODAY + timedelta(days=36), "salesperson")
    assert (mine.code, mine.buckets, mine.overdue) == (order.salesperson.username, [0, 300, 0, 0], 300)
    (his,) = queries.aged(rows, TODAY, "customer")
    assert (his.key, his.name) == (order.customer_id, "东海仪表")


def test_page_file_and_api_say_the_same_to_who_may(order):
    dated(order)
    browser = Browser(order.salesperson)
    numbers = [row.number for row in queries.list_unpaid(order.salesperson).order_by("pk")]
    page = browser.get("/invoices/ageing/").text
    assert all(number in page for number in numbers)
    for by in ("customer", "salesperson"):
        assert order.customer.name in browser.get("/invoices/ageing/", by=by).text or by == "salesperson"
    sheet = exporting.open_ageing(order.salesperson, Asked(QueryDict("sort=invoice_date"), AT))
    place = [column.key for column in sheet.columns].index("open")
    assert [row[place] for row in sheet.rows()] == [D(100), D(200)]
    client = APIClient()
    client.force_authenticate(make_user("api_client"))
    rows = client.get("/api/v1/invoice-ageing/", {"customer": order.customer.code}).json()["results"]
    assert [row["number"] for row in rows] == numbers and rows[0]["open"] == "100.00"
    sums = client.get("/api/v1/invoice-ageing/sums/", {"by": "customer", "customer": order.customer.code}).json()
    assert [(one["code"], one["open"]) for one in sums["results"]] == [(order.customer.code, "300.00")]
    assert client.get("/api/v1/invoice-ageing/sums/", {"by": "x"}).status_code == 400
    assert not list(queries.list_unpaid(make_user("sales"))), "another's customers"
    with pytest.raises(errors.NotAllowed):
        queries.list_unpaid(make_user("warehouse"))
