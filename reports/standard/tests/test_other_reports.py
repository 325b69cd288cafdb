"""Customers, goods, shipments, delivery and follow-ups: each figure against numbers worked out by hand."""

import copy
from datetime import timedelta
from decimal import Decimal as D

import pytest

from orders.order.models import OrderLine
from orders.service.contacts.models import FollowUp
from orders.tests.flow_builders import make_shipped
from reports.facts import operations as facts
from reports.facts.choices import Kind
from reports.facts.models import Flow
from reports.standard.canned.goods import marked
from reports.standard.canned.ranking import classed
from reports.standard.tests.worlds import AT, TODAY, back, make, make_world, table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]
YEAR = {"since": "2025-12-01", "until": "2026-11-30"}


@pytest.fixture(scope="module")
def standing(once_a_file):
    return once_a_file(make_world)


@pytest.fixture
def world(standing):
    return copy.deepcopy(standing)


def test_customers_are_ranked_with_what_the_largest_have_together(world):
    paper = make("customer-ranking", **YEAR)
    found = [row.cells for row in paper.rows]
    places = [paper.index(key) for key in ("rank", "abc", "amount", "amount~running", "amount~former")]
    assert [tuple(cells[place] for place in places) for cells in found] == [
        (1, "A", D(1160), D(1160) / D(1500), D(500)),
        (2, "A", D(300), D(1460) / D(1500), D(0)),
        (3, "C", D(40), D(1), D(80)),
    ]
    classes = table(paper.parts[0], "customers", "amount")
    assert classes == {"A": (2, D(1460)), "B": (0, D(0)), "C": (1, D(40))}


def test_classes_begin_below_eighty_and_ninety_five_percent():
    amounts = {(n,): D(amount) for n, amount in enumerate((50, 30, 15, 4, 1))}
    assert list(classed(amounts).values()) == ["A", "A", "B", "C", "C"]
    assert classed({}) == {}


def test_the_classes_count_customers_beyond_the_rows_shown(world):
    paper = make("customer-ranking", top=1, **YEAR)
    assert [row.key for row in paper.rows][1:] == ["~others"]
    assert paper.rows[1].cells[paper.index("rank")] is None
    assert paper.parts[0].sums[1] == 3


def test_the_pace_is_of_three_months_against_three():
    assert [marked(D(now), D(then)) for now, then in ((12, 10), (11, 10), (8, 10), (0, 10), (5, 0), (0, 0))] == [
        *("faster", "", "slower", "gone", "new", "")
    ]


def test_products_stand_month_by_month_beside_the_period_before(world):
    paper = make("product-trends", against="last_year", **YEAR)
    found = table(paper, "quantity:2026-11-01", "quantity", "quantity~former", "quantity~growth")
    heavy, light = (found[f"{one.code} {one.name}"] for one in world.goods)
    assert heavy == (D(10), D(14), D(5), D(9) / D(5))
    assert light == (D(0), D(10), D(8), D(2) / D(8))
    assert paper.sums[paper.index("quantity~former")] == D(13)
    amounts = make("product-trends", by="category-amount", against="last_year", **YEAR)
    assert amounts.sums[amounts.index("amount")] == D(1500)


def test_products_sold_no_more_are_listed_with_the_way_to_their_last_orders(world):
    paper = make("product-trends", since="2025-06-01", until="2026-05-31", here="/reports/standard/x/")
    assert [part.title for part in paper.parts] == []  # nothing within six months before
    paper = make("product-trends", since="2025-06-01", until="2026-02-28", here="/reports/standard/x/")
    gone = paper.parts[0]
    assert gone.title == "Sold no more"
    assert {row.cells[1] for row in gone.rows} == {D(5), D(8)}
    assert all("since=2025-09-01&until=2025-11-30" in row.links["earlier"] for row in gone.rows)


def test_the_months_before_are_whole_even_where_their_stretches_differ(world):
    """Days of November are compared with as many before it."""
    paper = make("product-trends", against="before", since="2026-11-01", until="2026-11-18")
    before = paper.sums[paper.index("quantity~former")]
    assert before == D(4) + D(6)  # 31 October and 18 October: from the 14th on


def test_orders_stand_against_shipments(world):
    make_shipped(world.orders[0], 4)
    facts.keep_up(at=AT, patience=0)
    paper = make("orders-and-shipments", **YEAR)
    found = table(paper, "amount", "shipped", "~gap", "~ratio", "quantity", "shipped_quantity", "~pieces")
    assert found["2026-11"] == (D(1000), D(400), D(1100), D("2.5"), D(10), D(4), D("2.5"))
    assert found["2026-10"][:4] == (D(100), D(0), D(500), None)
    assert paper.sums[paper.index("~ratio")] == D("3.75")
    by_product = table(make("orders-and-shipments", by="product", **YEAR), "shipped", "~ratio")
    assert sorted(by_product.values(), key=str) == sorted([(D(400), D("3.5")), (D(0), None)], key=str)


def _promise(order, day):
    OrderLine.objects.filter(order=order).update(promised_date=day, first_promised_date=day, requested_date=day)


def test_delivery_is_judged_by_days_that_are_over(world):
    _promise(world.orders[0], TODAY)  # not due yet
    _promise(world.orders[1], back(1))  # one day late, still here
    _promise(world.orders[2], back(10))  # left five days late
    _promise(world.orders[3], back(40))  # in time
    _promise(world.orders[4], back(50))  # 50 days late
    for place, late in ((2, back(5)), (3, back(40))):
        line = OrderLine.objects.get(order=world.orders[place])
        OrderLine.objects.filter(pk=line.pk).update(
            shipped=line.ordered, last_ship_date=late, first_ship_date=late, first_promised_date=back(2)
        )
    facts.keep_up(at=AT, patience=0)
    paper = make("on-time-delivery", **YEAR)
    assert paper.sums[1:] == (4, 1, 3, D(1) / 4, D(2) / 4, D(1) / 4)
    assert table(paper, "due", "missed")["2026-11"] == (2, 2)
    late = table(paper.parts[0], "lines", "waiting", "average")
    assert late["1 day"] == (1, 1, D(1))
    assert late["4 to 7 days"] == (1, 0, D(5))
    assert late["over 30 days"] == (1, 1, D(50))
    assert paper.parts[0].sums[1:] == (3, 2, D("18.7"), 50)
    assert make("on-time-delivery", world.cast.stranger, **YEAR).parts[0].sums[1] == 0
    by_customer = make("on-time-delivery", by="customer", top=1, **YEAR)
    assert [row.cells[1] for row in by_customer.rows] == [2, 2]


def _contact(world, days, state="PLANNED", held=None, **more):
    FollowUp.objects.create(
        customer=world.buyers[0],
        owner=world.cast.owner,
        created_by=world.cast.owner,
        created_at=AT,
        subject="x",
        due_date=back(days) if days is not None else None,
        state=state,
        held_at=None if held is None else AT - timedelta(days=held),
        outcome="REACHED" if held is not None else "",
        **more,
    )


def test_follow_ups_are_told_by_person_with_what_is_overdue(world):
    _contact(world, 5, "DONE", held=5)
    _contact(world, 5, "DONE", held=3)
    _contact(world, 4)
    _contact(world, -3)  # not due yet
    _contact(world, 4, "DROPPED")
    _contact(world, None, "DONE", held=2)  # nobody had planned it
    paper = make("follow-ups", here="/reports/standard/follow-ups/", **YEAR)
    name = world.cast.owner.name
    assert table(paper, *[column.key for column in paper.columns[1:]]) == {name: (5, 1, 1, 1, 1, D(1) / 3, 3)}
    assert f"owner={world.cast.owner.username}" in paper.rows[0].links["overdue"]
    assert table(paper.parts[0], "held", "share") == {"Spoken to": (3, 1)}
    by_month = table(make("follow-ups", by="month", **YEAR), "due", "held")
    assert by_month["2026-11"] == (5, 3)
    assert make("follow-ups", world.cast.stranger, **YEAR).problem
    for by in ("department", "purpose"):
        assert make("follow-ups", by=by, **YEAR).sums[1] == 5


def test_the_facts_of_delivery_are_there(world):
    assert Flow.objects.filter(kind=Kind.PROMISED).exists()
