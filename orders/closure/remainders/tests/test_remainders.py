"""What was let go, by reason."""

import copy
from datetime import timedelta
from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from orders.closure import operations as closure
from orders.closure.remainders import queries
from orders.order.choices import CloseReason
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from orders.tests.page_builders import Browser
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def standing(once_a_file):
    return once_a_file(_make_closed)


@pytest.fixture
def closed(standing):
    return copy.deepcopy(standing)


def _make_closed():
    """Ten ordered at 100, four shipped, six let go; of another order everything."""
    cast = builders.make_order_cast()
    product = make_product(stock=100)
    part = builders.make_effective(cast.owner, lines=[builders.line(product, 10, 100)])
    flow.make_shipped(part, 4)
    closure.close_order(actor=cast.desk, order_id=part.pk, reason_code=CloseReason.CUSTOMER, reason="", at=AT)
    whole = builders.make_effective(cast.owner, lines=[builders.line(product, 2, 100)])
    closure.close_order(actor=cast.desk, order_id=whole.pk, reason_code=CloseReason.SUPPLY, reason="", at=AT)
    return cast


def test_pieces_and_worth_are_summed_by_reason(closed):
    rows = queries.by_reason(closed.desk, queries.let_go(closed.desk))
    assert [(row.reason, row.orders, row.lines, row.pieces[0][0], row.amount) for row in rows] == [
        ("CUSTOMER", 1, 1, Decimal(6), Decimal(600)),
        ("SUPPLY", 1, 1, Decimal(2), Decimal(200)),
    ]
    assert [row.percent for row in rows] == [75, 25]


def test_the_report_is_of_days_and_of_what_one_sees(closed):
    page = Browser(closed.desk).get("/orders/remainders/", closed_from=str(TODAY), closed_to=str(TODAY))
    assert "Customer cancelled the remainder" in page.content.decode()
    later = Browser(closed.desk).get("/orders/remainders/", closed_from=str(TODAY + timedelta(days=2)))
    assert "Nothing was let go" in later.content.decode()
    assert queries.by_reason(closed.stranger, queries.let_go(closed.stranger)) == []


def test_a_reason_opens_to_its_lines(closed):
    url = queries.condition_of("CUSTOMER", TODAY, TODAY + timedelta(days=1))
    page = Browser(closed.desk).get("/orders/lines/", view="all", condition=url).content.decode()
    assert page.count("<tr data-href") == 1


def test_the_api_gives_the_same(closed):
    client = APIClient()
    client.force_authenticate(closed.desk)
    rows = client.get("/api/v1/remainders/").json()
    assert [(row["reason"], row["amount"]) for row in rows] == [("CUSTOMER", "600.00"), ("SUPPLY", "200.00")]
    assert client.get("/api/v1/remainders/?closed_to=9999-12-31").json() == rows
