"""Past revisions of an order: kept whole, listed with who and why, any two beside each other (SEMANTICS 8, R314)."""

import copy
from decimal import Decimal as D

import pytest
from rest_framework.test import APIClient

from accounts.tests.builders import make_user
from common import errors
from orders.changes.effect.tests.builders import change
from orders.changes.revisions import queries, snapshot
from orders.changes.tests.builders import add, cancel, head, modify
from orders.tests.builders import AT, fresh, line, lines_of, make_effective, make_order_cast
from orders.tests.page_builders import Browser
from products.tests.builders import make_product

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]


@pytest.fixture(scope="module")
def made(once_a_file):
    return once_a_file(_make_all)


@pytest.fixture
def mine(made):
    return copy.deepcopy(made)


@pytest.fixture
def cast(mine):
    return mine[0]


@pytest.fixture
def order(mine):
    return mine[1]


def _make_all():
    cast = _make_cast()
    order = _make_order(cast)
    return cast, order


def _make_cast():
    return make_order_cast()


def _make_order(cast):
    """At its third revision: the first line grew, the second went, a third came, the place changed."""
    made = [make_product(name=name, list_price=D(10), stock=99) for name in ("称重传感器", "接线盒", "仪表")]
    order = make_effective(cast.owner, lines=[line(made[0], 4), line(made[1], 2)])
    change(order, modify(1, "quantity", 6), head("ship_address", "三号门"))
    change(order, cancel(2), add(3, made[2], 1))
    return fresh(order)


def test_a_snapshot_comes_back_as_it_was(cast):
    order = make_effective(cast.owner)
    was, lines = snapshot.restored(snapshot.of(order, lines_of(order)))
    assert (was.total_amount, was.requested_date, was.customer_id) == (
        *(order.total_amount, order.requested_date, order.customer_id),
    )
    before = lines_of(order)
    assert [(one.pk, one.ordered, one.price, one.promised_date) for one in lines] == [
        (one.pk, one.ordered, one.price, one.promised_date) for one in before
    ]


def test_every_revision_is_listed_with_who_and_why(cast, order):
    rows = queries.list_revisions(cast.owner, order)
    assert [(row.number, row.lines, row.amount, row.is_present) for row in rows] == [
        *((3, 2, 70, True), (2, 2, 80, False), (1, 2, 60, False)),
    ]
    assert [row.request.number if row.request else None for row in rows] == [
        *("CR20261120-0002", "CR20261120-0001", None),
    ]
    assert rows[0].by == cast.owner.name and rows[0].reason
    assert (rows[2].since, rows[2].until) == (order.effective_at, AT)


def test_any_two_compare(cast, order):
    found = queries.compare(cast.owner, order, 1, 3)
    assert [row.name for row in found.head] == ["ship_address"]
    assert [(row.line_no, [str(sign.act) for sign in row.signs]) for row in found.changed] == [
        *((1, ["INCREASE"]), (2, ["CANCELLED"]), (3, ["NEW"])),
    ]
    assert (found.total.old, found.total.new) == (60, 70)
    assert queries.compare(cast.owner, order, 2, 1).total.new == 60
    with pytest.raises(errors.NotFound):
        queries.compare(cast.owner, order, 1, 4)


def test_who_sees_no_amounts_gets_none(cast, order):
    person = make_user("warehouse")
    assert {row.amount for row in queries.list_revisions(person, order)} == {None}
    assert queries.compare(person, order, 1, 3).total is None


def test_the_page_shows_two_beside_each_other(cast, order):
    browser = Browser(cast.owner)
    page = browser.get(f"/orders/{order.number}/revisions/?former=1&later=3").content.decode()
    assert "CR20261120-0002" in page and "三号门" in page and "接线盒" in page
    assert browser.get(f"/orders/{order.number}/revisions/?former=9").status_code == 404
    assert Browser(cast.stranger).get(f"/orders/{order.number}/revisions/").status_code == 404


def test_the_api_answers_both(cast, order):
    client = APIClient()
    client.force_authenticate(cast.owner)
    rows = client.get(f"/api/v1/orders/{order.number}/revisions/").json()
    assert [rows[0][name] for name in ("revision", "request", "amount")] == [3, "CR20261120-0002", "70.00"]
    found = client.get(f"/api/v1/orders/{order.number}/revisions/compare/", {"former": 1}).json()
    assert [(one["line_no"], one["acts"]) for one in found["lines"]] == [
        (1, ["INCREASE"]),
        (2, ["CANCELLED"]),
        (3, ["NEW"]),
    ]
    assert (found["old_total"], found["new_total"]) == ("60.00", "70.00")
    assert client.get(f"/api/v1/orders/{order.number}/revisions/compare/", {"former": "x"}).status_code == 400
