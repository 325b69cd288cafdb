"""What is bought together, worked out by hand (R255)."""

from datetime import timedelta

import pytest

from accounts.people import queries as people
from accounts.tests.builders import make_department, make_user
from common import errors
from customers.tests.builders import make_customer
from orders.tests.builders import make_effective, make_order_cast
from products.tests.builders import make_product
from reports.clientele import pairs_papers, pairs_reading
from reports.clientele.tests.worlds import TODAY, ordered, pattern
from reports.standard.reports import Wanted

pytestmark = pytest.mark.django_db
SINCE = TODAY - timedelta(days=89)


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def like(cast):
    return pattern(make_effective(cast.owner))


@pytest.fixture
def goods():
    return [make_product(name=name, code=f"P-{name}") for name in ("scale", "cable", "lamp", "gift")]


@pytest.fixture
def world(cast, like, goods):
    """Ten orders of three customers: scale and cable together in four, scale alone in one, cable in one, lamp in four;
    a gift comes with every scale."""
    scale, cable, lamp, gift = (one.pk for one in goods)
    buyers = [make_customer(owner=cast.owner, name=f"buyer {n}") for n in range(3)]
    for n in range(4):
        ordered(like, buyers[0], TODAY - timedelta(days=n), goods={scale: 100, cable: 10, gift: 0})
    ordered(like, buyers[1], TODAY, goods={scale: 100, gift: 0})
    ordered(like, buyers[1], TODAY - timedelta(days=40), goods={cable: 10})
    for n in range(4):
        ordered(like, buyers[2], TODAY - timedelta(days=n), goods={lamp: 20})
    ordered(like, buyers[2], SINCE - timedelta(days=1), goods={scale: 1, lamp: 1})  # before the period
    return buyers


def made(actor=None, by="order", **more):
    return pairs_papers.make(Wanted(actor or people.system_user(), TODAY, SINCE, TODAY, by=by, top=10, **more))


def rows(paper):
    keys = [column.key for column in paper.columns]
    return {row.key: dict(zip(keys, row.cells, strict=True)) for row in paper.rows}


def test_support_confidence_and_lift_are_those_of_the_book(world, goods):
    scale, cable = goods[0].pk, goods[1].pk
    found = rows(made(product=scale))
    assert set(found) == {str(cable)}  # neither the gift nor what was never with it
    one = found[str(cable)]
    assert (one["both"], float(one["support"])) == (4, 0.4)  # of ten orders
    assert (float(one["confidence"]), float(one["back"])) == (0.8, 0.8)  # 4 of 5 each way
    assert float(one["lift"]) == pytest.approx(4 * 10 / (5 * 5))
    assert one["amount"] == 40


def test_by_customer_it_is_enough_to_have_bought_both_within_the_period(world, goods, monkeypatch):
    monkeypatch.setattr(pairs_reading, "FEWEST", 2)
    one = rows(made(product=goods[0].pk, by="customer"))[str(goods[1].pk)]
    assert (one["both"], float(one["confidence"])) == (2, 1.0)
    assert float(one["lift"]) == pytest.approx(2 * 3 / (2 * 2))  # three customers in all


def test_the_pairs_that_come_more_often_than_by_chance_are_listed(world, goods):
    paper = made()
    assert [row.key for row in paper.rows] == [f"{goods[0].pk}|{goods[1].pk}"]
    assert [str(cell) for cell in paper.rows[0].cells[:2]] == ["P-scale scale", "P-cable cable"]
    assert float(rows(paper)[paper.rows[0].key]["lift"]) == pytest.approx(1.6)


def test_a_pair_seen_twice_is_no_rule(like, cast, goods):
    buyer = make_customer(owner=cast.owner)
    for n in range(2):
        ordered(like, buyer, TODAY - timedelta(days=n), goods=[goods[0].pk, goods[1].pk])
    assert "3" in str(made(product=goods[0].pk).problem)
    ordered(like, buyer, TODAY, goods=[goods[0].pk, goods[1].pk])
    assert len(made(product=goods[0].pk).rows) == 1


def test_the_latest_orders_of_a_product_that_is_everywhere_stand_for_all(world, goods, monkeypatch):
    monkeypatch.setattr(pairs_reading, "BASKETS", 3)
    monkeypatch.setattr(pairs_reading, "FEWEST", 2)
    paper = made(product=goods[0].pk)
    assert paper.rows[0].cells[paper.index("both")] == 2  # of the three of the last two days
    assert paper.notes


def test_orders_of_others_do_not_count(world, cast, goods, like):
    assert not made(cast.stranger, product=goods[0].pk).rows
    other = make_department(parent=cast.office)
    ordered(like, world[0], TODAY, goods=[goods[0].pk, goods[2].pk], department=other.pk)
    assert rows(made(cast.head, product=goods[0].pk))[str(goods[1].pk)]["both"] == 4
    assert float(rows(made(cast.head, product=goods[0].pk))[str(goods[1].pk)]["confidence"]) == 0.8
    assert float(rows(made(product=goods[0].pk))[str(goods[1].pk)]["confidence"]) == pytest.approx(4 / 6, abs=1e-6)


def test_amounts_are_hidden_and_unknown_products_not_found(world, goods):
    paper = made(make_user("warehouse"), product=goods[0].pk)
    assert paper.columns[paper.index("amount")].is_hidden
    assert all(cell is None for cell in paper.values("amount"))
    for actor, product in ((people.system_user(), 987_654), (make_user(role=None), goods[0].pk)):
        with pytest.raises((errors.NotFound, errors.NotAllowed)):
            made(actor, product=product)


def test_pairs_cost_few_statements(world, goods, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        made(product=goods[0].pk)
    with django_assert_max_num_queries(8):
        made()
