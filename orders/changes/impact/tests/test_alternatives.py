"""Alternatives of a change that cannot be kept: each does what it says when it takes the place of the request."""

from datetime import date
from decimal import Decimal as D

import pytest

from accounts.people.queries import system_user
from orders.changes import projecting
from orders.changes.impact import computing
from orders.changes.impact.alternatives import Kind
from orders.changes.tests.builders import add, modify
from orders.order import scheduling
from orders.order.choices import AllocationRule
from orders.order.models import Order, OrderLine
from orders.tests.builders import AT, line, lines_of, make_effective, make_order_cast
from orders.tests.flow_builders import make_shipped
from products.catalogue import operations as catalogue
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
THERE, MADE = date(2026, 11, 25), date(2026, 12, 15)  # what leaves on Friday; what is made in twenty days


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def product():
    return make_product(stock=4, lead_time_days=20)


@pytest.fixture
def order(cast, product):
    return make_effective(cast.owner, lines=[line(product, 2)], requested_date=THERE)


def sheet(cast, order, items):
    order = Order.objects.get(pk=order.pk)
    found = projecting.project(order, lines_of(order), items, actor=cast.owner, at=AT)
    return computing.sheet_of(found, items, (), actor=cast.owner, at=AT), found


def ways(cast, order, *items):
    return {one.kind: one for one in sheet(cast, order, list(items))[0].alternatives}


def test_nothing_is_proposed_where_everything_is_there_in_time(cast, order):
    assert ways(cast, order, modify(1, "quantity", 4)) == {}


def test_they_are_ranked_and_each_does_what_it_says(cast, order, product):
    found = ways(cast, order, modify(1, "quantity", 10))
    assert list(found) == [Kind.PARTLY, Kind.SPLIT, Kind.LATER]
    partly, split, later = found.values()
    assert (partly.arrival, partly.behind, partly.share, partly.amount, partly.delta) == (THERE, 0, D("0.4"), 400, 200)
    assert (split.arrival, split.behind, split.share, split.amount) == (MADE, 20, D("0.4"), 1000)
    assert (later.arrival, later.behind, later.share, later.broken) == (MADE, 20, 0, 0)

    again, then = sheet(cast, order, partly.items)
    assert (then.line(1).ordered, again.alternatives, again.arrival) == (4, [], THERE)
    again, then = sheet(cast, order, split.items)
    parts = [(one.requested_date, one.quantity) for one in scheduling.of(then.line(1).schedule)]
    assert (parts, again.alternatives, again.arrival) == ([(THERE, 4), (MADE, 6)], [], MADE)
    again, then = sheet(cast, order, later.items)
    assert (then.line(1).requested_date, then.line(1).ordered, again.alternatives) == (MADE, 10, [])


def test_another_product_is_there_in_time_at_its_own_price(cast, order, product):
    other = make_product(stock=30, list_price=D(45))
    catalogue.save_substitute(actor=system_user(), product_id=product.pk, substitute_id=other.pk, ratio=D(2), at=AT)
    slow = make_product(lead_time_days=15)
    catalogue.save_substitute(actor=system_user(), product_id=product.pk, substitute_id=slow.pk, at=AT)
    found = ways(cast, order, modify(1, "quantity", 10))
    assert next(iter(found)) == Kind.SUBSTITUTE
    one = found[Kind.SUBSTITUTE]
    assert (one.arrival, one.behind, one.share, one.products, one.amount) == (THERE, 0, 1, [other.code], 900)
    again, then = sheet(cast, order, one.items)
    assert (then.line(1).product_id, then.line(1).ordered, again.alternatives) == (other.pk, 20, [])


def test_what_is_out_bounds_the_alternatives(cast, order, product):
    make_shipped(order, 1)
    other = make_product(stock=30)
    catalogue.save_substitute(actor=system_user(), product_id=product.pk, substitute_id=other.pk, at=AT)
    found = ways(cast, order, modify(1, "quantity", 10))
    assert list(found) == [Kind.PARTLY, Kind.LATER], "no other product, no parts of a line that went out in part"
    assert sheet(cast, order, found[Kind.PARTLY].items)[1].line(1).ordered == 4


def test_a_new_line_of_which_none_is_there_is_left_out(cast, order, product):
    none = make_product(lead_time_days=20)
    found = ways(cast, order, modify(1, "quantity", 10), *add(2, none, 3))
    then = sheet(cast, order, found[Kind.PARTLY].items)[1]
    assert [(one.line_no, one.ordered) for one in then.lines] == [(1, 4)]
    then = sheet(cast, order, found[Kind.LATER].items)[1]
    assert [(one.line_no, one.requested_date) for one in then.lines] == [(1, MADE), (2, MADE)]


def test_pieces_of_others_come_last_because_they_break_promises(cast, product):
    loser = make_effective(cast.owner, lines=[line(product, 2)], requested_date=THERE)
    OrderLine.objects.filter(order=loser).update(allocation_rule=AllocationRule.LOSE)
    order = make_effective(cast.owner, lines=[line(product, 1)], requested_date=THERE)
    found = ways(cast, order, modify(1, "quantity", 4))
    assert list(found)[-1] == Kind.TAKE
    assert (found[Kind.TAKE].broken, found[Kind.TAKE].arrival, found[Kind.TAKE].amount) == (1, THERE, 400)
