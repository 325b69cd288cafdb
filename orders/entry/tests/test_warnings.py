"""Prices and warnings that the entry page shows while people type."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.tests.builders import make_user
from orders.entry import queries
from orders.order import queries as orders
from orders.order.states import PriceSource
from orders.pricing import prices
from orders.tests.builders import TODAY, line, make_buyer, make_draft, make_order_cast
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def cast():
    return make_order_cast()


def warned(actor, order):
    lines = orders.lines_of(order, with_products=True)
    return [warning.field for warning in queries.warnings(actor, order, lines, TODAY)]


def test_pack_multiple_and_minimum_are_warnings_not_refusals(cast):
    product = make_product(pack_multiple=D(12), minimum_quantity=D(24))
    order = make_draft(cast.owner, lines=[line(product, 10), line(product, 24)])
    assert warned(cast.owner, order) == ["lines.1.quantity", "lines.1.quantity"]


def test_low_prices_warn_those_who_may_see_floor_and_cost(cast):
    product = make_product(list_price=D(100), floor_price=D(95), unit_cost=D(80))
    order = make_draft(cast.owner, lines=[line(product, 1, 94), line(product, 1, 85)])
    boss = make_user("sales_manager")
    assert warned(boss, order) == ["lines.1.price", "lines.2.price", "lines.2.price"]
    assert warned(cast.owner, order) == []


def test_a_price_follows_tax_mode_and_currency():
    wish = prices.Wish(make_product(list_price=D("113")), D(5))
    (asked,) = prices.resolve([wish], prices.Basis(1, "INCLUSIVE", "CNY", D(1), TODAY))
    assert (asked.value, asked.source) == (D(113), PriceSource.LIST)
    assert [one.value for one in prices.resolve([wish], prices.Basis(1, "EXCLUSIVE", "CNY", D(1), TODAY))] == [D(100)]
    assert [one.value for one in prices.resolve([wish], prices.Basis(1, "INCLUSIVE", "USD", D(7), TODAY))] == [
        D("16.1429")
    ]


def test_the_defaults_are_those_of_a_draft(cast):
    customer = make_buyer(cast.owner)
    found = queries.defaults_for(cast.owner, customer.pk, date(2026, 11, 20))
    draft = make_draft(cast.owner, customer=customer)
    assert found["customer_id"] == customer.pk
    for name, value in found.items():
        assert getattr(draft, name) == value, name
