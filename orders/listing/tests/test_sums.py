"""What the list says is still to be shipped and received: what is due, not what was once ordered (SEMANTICS 3)."""

from decimal import Decimal as D

import pytest
from django.http import QueryDict

from accounts.people import queries as people
from orders.closure import operations as closure
from orders.listing import columns, queries
from orders.templatetags import order_parts
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT
from products.tests import builders as products

pytestmark = pytest.mark.django_db


def sums_of(user):
    asked = queries.wanted(user, QueryDict("view=all"), AT.date())
    found = queries.totals(asked, with_sums=True).sums
    assert found is not None
    return found[0].total, found[0].unshipped, found[0].unreceived


@pytest.fixture
def order():
    product = products.make_product(stock=100)
    order = builders.make_effective(lines=[builders.line(product, 10), builders.line(product, 5)])
    line = flow.first_line(order)
    flow.make_shipped(order, 4)
    closure.close_line(
        actor=people.system_user(),
        order_id=order.pk,
        line_no=line.line_no,
        reason_code="CUSTOMER",
        reason="no more needed",
        at=AT,
    )
    return builders.fresh(order)


def test_a_short_closed_remainder_is_neither_to_be_shipped_nor_to_be_received(order):
    price = order.total_amount / 15
    assert sums_of(people.system_user()) == (order.total_amount, 5 * price, 9 * price)
    assert f"¥{5 * price:,.0f}" in columns.COLUMNS["unshipped"].cell(order)
    assert f"¥{9 * price:,.0f}" in columns.COLUMNS["unreceived"].cell(order)
    assert flow.broken_invariants() == {}


def test_shares_are_measured_against_what_is_due(order):
    assert round(order_parts.shipped_percent(order)) == 44
    order.received_amount = order.due_amount
    assert order_parts.paid_percent(order) == D(100)


def test_a_draft_is_neither_to_be_shipped_nor_to_be_received_yet():
    draft = builders.make_draft()
    for key in ("unshipped", "unreceived"):
        assert "–" in columns.COLUMNS[key].cell(draft)
