"""The impact sheet of a change: every figure against a scene worked out by hand (SEMANTICS 8)."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from common import operation
from customers.tests import builders as customers
from orders.changes import projecting, queries
from orders.changes.impact import alternatives, computing, encoding, measures
from orders.changes.impact.alternatives import Kind
from orders.changes.tests.builders import add, cancel, head, modify
from orders.tests.builders import AT, REQUESTED, TODAY, line, lines_of, make_buyer, make_effective, make_order_cast
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_order_cast()


def sheet(cast, order, *items, answers=()):
    flat = [one for item in items for one in (item if isinstance(item, list) else [item])]
    found = projecting.project(order, lines_of(order), flat, actor=cast.owner, at=AT)
    return computing.sheet_of(found, flat, answers, actor=cast.owner, at=AT)


def test_the_money(cast):
    product = make_product(list_price=D(113), unit_cost=D(60), stock=100)
    terms = customers.payment_term("ADVANCE30")
    order = make_effective(cast.owner, customer=make_buyer(cast.owner, payment_term=terms), lines=[line(product, 10)])
    found = sheet(cast, order, modify(1, "quantity", 14)).money
    assert (found.total.before, found.total.after, found.total.delta) == (1130, 1582, 452)
    assert (found.tax.delta, found.net.delta, found.margin.before, found.margin.after) == (52, 400, 400, 560)
    assert [(one.percent, one.amount.before, one.amount.after) for one in found.plan] == [
        (30, 339, D("474.6")),
        (70, 791, D("1107.4")),
    ]
    assert (found.advance.before, found.advance.after, found.overpaid) == (339, D("474.6"), 0)
