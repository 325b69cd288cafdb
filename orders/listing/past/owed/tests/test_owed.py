"""What was owed as of a past moment is what was owed then (SEMANTICS 12, R314)."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.http import QueryDict
from rest_framework.test import APIClient

from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from common import moments
from common.exports.lists import Asked
from orders.invoicing import queries as invoicing
from orders.invoicing.models import Invoice
from orders.listing.past.owed import exporting, queries
from orders.settlement import operations as settlement
from orders.settlement.models import Allocation
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, line, make_effective, make_order_cast
from orders.tests.page_builders import Browser, statements
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
STEP = timedelta(minutes=20)
NOW = AT + timedelta(days=50)
URL = "/orders/as-of/owed/"


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr("common.clock.now", lambda: NOW)


@pytest.fixture
def cast():
    return make_order_cast()


def billed(cast, amount=100, at=AT, **options):
    """An order of which everything was shipped and billed."""
    order = make_effective(cast.owner, lines=[line(make_product(list_price=D(amount), stock=9), 1)], **options)
    flow.make_shipped(order, at=at)
    flow.make_invoiced(order, at=at)
    return order


def asked(moment, **more):
    query = QueryDict(mutable=True)
    query.update({"at": moments.written(moment), **more})
    return query


def owed_at(moment, actor=None):
    actor = actor or system_user()
    found = queries.found(actor, asked(moment), NOW)
    return {one.order.pk: one.then for one in queries.rows(found, list(queries.orders_of(actor, found)))}


def test_what_came_and_went_is_found_again_at_each_hour(cast):
    order = billed(cast, 100, at=AT + STEP)
    assert owed_at(AT) == {}
    then = owed_at(AT + 2 * STEP)[order.pk]
    assert (then.invoiced, then.received, then.open, then.ahead) == (100, 0, 100, 0)
    receipt = flow.make_paid(order, 40, at=AT + 3 * STEP)
    assert owed_at(AT + 2 * STEP)[order.pk] == then, "the past stays what it was"
    assert owed_at(AT + 4 * STEP)[order.pk].open == 60
    (allocation,) = Allocation.objects.filter(receipt=receipt)
    settlement.revoke_allocation(actor=system_user(), allocation_id=allocation.pk, reason="wrong", at=AT + 5 * STEP)
    assert owed_at(AT + 4 * STEP)[order.pk].open == 60
    assert owed_at(AT + 6 * STEP)[order.pk].open == 100


def test_money_before_the_invoice_is_paid_ahead(cast):
    order = make_effective(cast.owner, lines=[line(make_product(list_price=D(100), stock=9), 1)])
    flow.make_paid(order, 30, at=AT)
    then = owed_at(AT + STEP)[order.pk]
    assert (then.open, then.ahead) == (0, 30)


def test_today_it_says_what_the_ageing_of_today_says(cast):
    orders = [billed(cast, amount) for amount in (100, 70, 55)]
    flow.make_paid(orders[0], 100, at=AT + STEP)
    flow.make_paid(orders[1], 20, at=AT + STEP)
    flow.make_receipt(orders[2], 7, at=AT + STEP)
    today = {row.pk: row.open for row in invoicing.list_unpaid(system_user())}
    assert sum(today.values()) == sum(one.open for one in owed_at(NOW).values()) == 105
    assert orders[0].pk not in owed_at(NOW)


def test_ages_count_from_the_invoice_the_oldest_paid_first(cast):
    order = billed(cast, 100)
    day = Invoice.objects.get().invoice_date
    for days, place in ((0, 0), (30, 0), (31, 1), (50, 1)):
        then = owed_at(AT + timedelta(days=days))[order.pk]
        assert [place for place, amount in enumerate(then.buckets) if amount] == [place], (day, days)


def test_sums_by_currency_and_by_customer_with_money_on_no_order(cast):
    order = billed(cast, 100)
    flow.make_paid(order, 40, at=AT + STEP)
    flow.make_receipt(order, 5, at=AT + STEP)
    found = queries.found(system_user(), asked(NOW), NOW)
    (total,) = queries.sums(system_user(), found)
    assert (total.orders, total.owed.open, total.free) == (1, 60, None)
    (row,) = queries.by_customer(system_user(), found)
    assert (row.customer.pk, row.sum.owed.open, row.sum.free) == (order.customer_id, 60, 5)
    found = queries.found(system_user(), asked(AT), NOW)
    assert queries.by_customer(system_user(), found)[0].sum.free == 0


def test_page_file_and_api_say_the_same(cast):
    order = billed(cast, 100)
    browser = Browser(make_user("finance"))
    query = asked(NOW)
    assert order.number in browser.get(f"{URL}?{query.urlencode()}").content.decode()
    assert order.customer.name in browser.get(f"{URL}customers/?{query.urlencode()}").content.decode()
    assert "¥100" in browser.get(f"{URL}totals/?{query.urlencode()}").content.decode()
    sheet = exporting.open_owed(system_user(), Asked(query=query, at=NOW, columns=("number", "open", "b2")))
    assert [list(row) for row in sheet.rows()] == [[order.number, "CNY", D(100), D(100)]], (
        "amounts bring their currency"
    )
    client = APIClient()
    client.force_authenticate(make_user("finance"))
    (row,) = client.get("/api/v1/past-owed/", {"at": query["at"]}).json()["results"]
    assert (row["number"], row["open"], row["b2"]) == (order.number, "100.00", "100.00")
    (row,) = client.get("/api/v1/past-owed/totals/", {"by": "customer"} | query.dict()).json()
    assert (row["customer"], row["open"], row["free"]) == (order.customer.code, "100.00", "0.00")


@pytest.mark.parametrize("role", ["warehouse", "logistics"])
def test_who_sees_no_amounts_sees_nothing_of_it(cast, role):
    billed(cast, 100)
    assert Browser(make_user(role)).get(URL).status_code == 403
    assert URL not in Browser(make_user(role)).get("/orders/as-of/").content.decode()


def test_a_salesperson_sees_his_own_customers(cast):
    order = billed(cast, 100)
    assert list(owed_at(NOW, cast.owner)) == [order.pk]
    assert owed_at(NOW, make_user("sales")) == {}


def test_the_page_costs_the_same_for_one_order_and_many(cast):
    counted = []
    for count in (1, 7):
        for _ in range(count):
            billed(cast, 100)
        browser = Browser(make_user("finance")).warm()
        counted.append(statements(lambda: browser.get(f"{URL}?{asked(NOW).urlencode()}")))  # noqa: B023
    assert counted[0] == counted[1]
