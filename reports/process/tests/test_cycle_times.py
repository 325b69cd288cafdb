"""Cycle times are the days between two moments of the orders that took effect in the period (R268)."""

import copy
from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from accounts.people import queries as people
from orders.tests.builders import AT, make_buyer, make_effective, make_order_cast
from reports.facts.models import OrderMoments
from reports.figures.question import Against
from reports.process.tests.worlds import TODAY, cells, is_whole, made, part, wanted
from reports.standard.reports import standard

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def standing(once_a_file):
    return once_a_file(_make_world)


@pytest.fixture
def world(standing):
    return copy.deepcopy(standing)


def _make_world():
    """Five orders: approved after 1, 2, 3, 4 and 10 days, shipped 2 days later, signed after 3 more; two are paid."""
    cast = make_order_cast()
    orders = [
        make_effective(cast.owner, at=AT - timedelta(days=20), customer=make_buyer(cast.owner)) for _n in range(5)
    ]
    made("cycle-times", cast.owner)  # the facts are there: moments are set beside what the operations made
    for order, days, paid in zip(orders, (1, 2, 3, 4, 10), (8, 20, None, None, None), strict=True):
        at = AT - timedelta(days=20)
        effective = TODAY - timedelta(days=20)
        OrderMoments.objects.filter(pk=order.pk).update(
            submitted_at=at - timedelta(days=days),
            effective_at=at,
            first_ship_date=effective + timedelta(days=2),
            full_ship_date=effective + timedelta(days=2),
            signed_date=effective + timedelta(days=5),
            paid_date=effective + timedelta(days=paid) if paid else None,
        )
    return cast, orders


def make(actor, **more):
    return standard["cycle-times"].make(wanted(actor, **more))


def test_each_stretch_has_median_and_ninth_decile(world):
    paper = make(people.system_user())
    found = cells(paper, "approve")
    # 1 2 3 4 10: the ninth decile lies 0.6 of the way from the fourth to the fifth
    assert (found["orders"], found["median"], found["most"]) == (5, D("3.0"), D("7.6"))
    assert (cells(paper, "begin")["median"], cells(paper, "ship")["median"]) == (D("2.0"), D("0.0"))
    assert cells(paper, "sign")["median"] == D("3.0")
    # paid 8 and 20 days after taking effect, signed after 5: 3 and 15 days
    assert (cells(paper, "pay")["orders"], cells(paper, "pay")["median"]) == (2, D("9.0"))
    # submitted 1 and 2 days before, until paid
    assert cells(paper, "whole")["median"] == D("15.5")
    assert is_whole(paper)


def test_what_was_paid_before_signing_took_no_time(world):
    _cast, orders = world
    OrderMoments.objects.filter(pk=orders[0].pk).update(paid_date=date(2026, 1, 1))
    paper = make(people.system_user())
    assert cells(paper, "pay")["median"] == D("7.5")  # 0 and 15


def test_the_period_before_stands_beside(world):
    _cast, orders = world
    before = TODAY - timedelta(days=150)
    OrderMoments.objects.filter(pk=orders[4].pk).update(booked_date=before)
    paper = make(people.system_user(), against=Against.BEFORE)
    found = cells(paper, "approve")
    assert (found["orders"], found["median"]) == (4, D("2.5"))
    assert (found["former_orders"], found["former"], found["change"]) == (1, D("10.0"), D("-0.75"))


def test_it_is_told_by_any_member_and_leads_on(world):
    cast, _orders = world
    for by in ("month", "department", "salesperson", "type", "class", "region"):
        paper = make(people.system_user(), by=by)
        assert is_whole(paper), by
        assert sum(row.cells[1] for row in paper.parts[0].rows) == 5
    paper = make(people.system_user(), by="department")
    (row,) = paper.parts[0].rows
    assert (row.cells[0], row.cells[2]) == (cast.department.name, D("3.0"))
    assert f"department={cast.department.pk}" in row.url


def test_the_slowest_orders_lead_to_their_pages(world):
    _cast, orders = world
    paper = part(make(people.system_user()), "The slowest orders, from submission until signed for")
    first = paper.rows[0]
    assert (first.cells[0], first.url) == (orders[4].number, f"/orders/{orders[4].number}/")
    assert first.cells[8] == D("15.0")  # 10 days of approval, 5 until signed
    files = make(people.system_user(), here="")
    assert not any(row.url for one in files.parts for row in one.rows)


def test_nobody_learns_of_orders_that_he_may_not_see(world):
    cast, orders = world
    paper = make(cast.stranger)
    assert (paper.rows, paper.parts) == ((), ())
    assert cells(make(cast.head), "approve")["orders"] == 5
    assert cells(make(cast.owner, customer=orders[0].customer_id), "approve")["orders"] == 1


def test_it_asks_the_same_few_statements_whatever_there_is(world, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        make(people.system_user(), by="salesperson", against=Against.BEFORE)
