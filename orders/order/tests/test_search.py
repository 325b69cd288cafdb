"""Finding orders by what people type, and the conditions that page and API share."""

import copy
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orders.lifecycle import operations as lifecycle
from orders.order import queries
from orders.order.filters import OrderFilter
from orders.tests.builders import (
    AT,
    line,
    make_buyer,
    make_draft,
    make_effective,
    make_order_cast,
    make_submitted,
    person,
)
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
def orders(mine):
    return mine[1]


def _make_all():
    cast = _make_cast()
    orders = _make_orders(cast)
    return cast, orders


def _make_cast():
    return make_order_cast()


def _make_orders(cast):
    """One order of 重庆华为 with a scale, one of another customer with a load cell."""
    huawei = make_buyer(cast.owner, code="33.017", name="重庆华为技术有限公司")
    other = make_buyer(cast.owner, code="88.900", name="衡信仪器")
    scale = make_product(code="02.7.0011", name="电子秤", stock=50)
    cell = make_product(code="05.1.0042", name="称重传感器", stock=50)
    return (
        make_submitted(cast.owner, customer=huawei, lines=[line(scale, 2)], customer_po_number="PO-7781"),
        make_draft(cast.owner, customer=other, lines=[line(cell, 3)], source_number="OLD-5"),
    )


def found(user, **conditions):
    filtered = OrderFilter(conditions, queries.list_orders(person(user.pk)), actor=user)
    assert filtered.form.is_valid(), filtered.form.errors
    return set(filtered.qs)


@pytest.mark.parametrize(
    "typed",
    [
        "华为",
        "cqhw",
        "chongqing",
        "33.017",
        "电子秤",
        "02.7.0011",
        "PO-7781",
        "SO2026",
        "so20261120-0001",
        "ＳＯ２０２６",
        "３３．０１７",
    ],
)
def test_the_first_order_is_found_by_what_people_type(cast, orders, typed):
    assert found(cast.owner, q=typed) == {orders[0]}


def test_the_draft_is_found_by_product_pinyin_source_number_and_its_own_mark(cast, orders):
    for typed in ("czcgq", "OLD-5", f"#{orders[1].pk}", f"draft-{orders[1].pk}"):
        assert found(cast.owner, q=typed) == {orders[1]}


@pytest.mark.parametrize("typed", ["0001", "-0001", "０００１"])
def test_the_end_of_a_number_finds_this_years_orders(cast, orders, typed, monkeypatch):
    monkeypatch.setattr("common.clock.now", lambda: AT)
    assert found(cast.owner, q=typed) == {orders[0]}
    assert found(cast.owner, q="0002") == set()
    monkeypatch.setattr("common.clock.now", lambda: AT.replace(year=AT.year + 2))
    assert found(cast.owner, q=typed) == set()


def test_nobody_finds_what_he_may_not_see(cast, orders):
    assert found(cast.stranger, q="华为") == set()


def test_the_order_table_is_never_searched_with_contains(cast, orders):
    with CaptureQueriesContext(connection) as sent:
        found(cast.owner, q="华为技术")
    ours = [query["sql"] for query in sent if '"orders_order"' in query["sql"]]
    assert ours
    for sql in ours:
        assert "%华" not in sql
        assert "UPPER(" not in sql


def test_nothing_matching_finds_nothing(cast, orders):
    assert found(cast.owner, q="不存在的东西") == set()


def test_conditions_join_and_several_values_of_one_widen(cast, orders):
    submitted, draft = orders
    assert found(cast.owner, status=["DRAFT"]) == {draft}
    assert found(cast.owner, status=["DRAFT", "SUBMITTED"]) == {submitted, draft}
    assert found(cast.owner, status=["DRAFT"], q="华为") == set()
    assert found(cast.owner, customer="33.017") == {submitted}
    assert found(cast.owner, product="05.1.0042") == {draft}
    assert found(cast.owner, amount_min="250") == {draft}
    assert found(cast.owner, order_date_from="2026-11-21") == set()
    assert found(cast.owner, salesperson=cast.owner.pk, department=cast.department.pk) == {submitted, draft}
    by_name = {"salesperson": cast.owner.username, "department": cast.department.code}
    assert found(cast.owner, **by_name) == {submitted, draft}
    assert found(cast.owner, executing_owner=cast.stranger.username) == set()
    assert found(cast.owner, order_type=["STANDARD"]) == {submitted, draft}
    assert found(cast.owner, source_number="OLD-5") == {draft}


def test_flags_and_derived_states_are_conditions(cast, orders):
    order = make_effective(cast.owner)
    assert found(cast.owner, is_frozen="false", fulfilment=["NONE"], row_closed="false") == {order, *orders}
    lifecycle.freeze_order(actor=cast.head, order_id=order.pk, reason="dispute", at=AT)
    assert found(cast.owner, is_frozen="true") == {order}
    assert found(cast.owner, row_closed="true") == set()
    assert found(cast.owner, promised_from=date(2026, 12, 10), promised_to=date(2026, 12, 10)) == {order}
    assert found(cast.owner, amount_max=Decimal(999)) == set(orders)
