"""Customers by value class, worked out by hand (R251)."""

from datetime import timedelta

import pytest

from accounts.people import queries as people
from accounts.tests.builders import make_department, make_user
from common import errors
from customers.models import Customer
from customers.tests.builders import make_customer
from orders.tests.builders import make_effective, make_order_cast
from reports.clientele import worth_papers
from reports.clientele.tests.worlds import TODAY, ordered, pattern
from reports.standard.reports import Wanted

pytestmark = pytest.mark.django_db
SINCE = TODAY - timedelta(days=99)  # a hundred days, the hundred before them are the period before


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def like(cast):
    return pattern(make_effective(cast.owner))


@pytest.fixture
def five(cast, like):
    """Five customers: A is best in all, B second … E ordered once, least and long ago."""
    found = {}
    for place, name in enumerate("ABCDE"):
        found[name] = make_customer(owner=cast.owner, name=name, short_name=name)
        count = 5 - place
        for n in range(count):
            ordered(like, found[name], TODAY - timedelta(days=10 * place + n), 100 * (5 - place))
    before = TODAY - timedelta(days=150)
    for name, amount in (("E", 900), ("D", 800), ("C", 30), ("B", 20)):
        ordered(like, found[name], before, amount)
    ordered(like, make_customer(owner=cast.owner, name="Gone", short_name="Gone"), before, 10)
    return found


def made(actor=None, by="classes", **more):
    wanted = Wanted(actor or people.system_user(), TODAY, SINCE, TODAY, by=by, top=10, **more)
    return worth_papers.make(wanted)


def cells(paper, key):
    row = next(row for row in paper.rows if row.key == key)
    return {column.key: cell for column, cell in zip(paper.columns, row.cells, strict=True)}


def test_the_upper_two_fifths_are_high(five):
    paper = made()
    key = cells(paper, "key")  # A: 5 orders of 500, B: 4 of 400; both score 4 or 5 in everything
    assert (key["customers"], key["orders"], key["amount"]) == (2, 9, 2500 + 1600)
    assert key["average"] == 2050
    rest = cells(paper, "general-win-back")  # C, D, E
    assert (rest["customers"], rest["orders"], rest["amount"]) == (3, 6, 900 + 400 + 100)
    assert sum(row.cells[1] for row in paper.rows) == paper.sums[1] == 5
    assert paper.sums[paper.index("amount")] == 5500
    assert key["amount_share"] * 5500 == pytest.approx(4100)


def test_who_moved_is_told_against_the_period_before(five):
    # then all five last ordered on one day and once: equal, so everybody scores 1; by amount E 5, D 4 were high
    paper = made()
    assert cells(paper, "win-back")["former"] == 2  # E and D
    key = cells(paper, "key")
    assert (key["up"], key["fresh"]) == (1, 1)  # B came up, A did not order then
    rest = cells(paper, "general-win-back")
    assert (rest["down"], rest["up"], rest["former"]) == (2, 0, 3)  # E and D came down; B, C and Gone were there
    matrix = paper.parts[0]
    assert cells(matrix, "win-back")["to-general-win-back"] == 2
    assert cells(matrix, "general-win-back")["gone"] == 1
    assert cells(matrix, "none")["to-key"] == 1


def test_a_class_opens_to_its_customers_with_their_scores(five):
    paper = made(by="class-key", here="/reports/standard/customer-value/")
    assert [row.cells[0] for row in paper.rows] == ["A", "B"]
    first = cells(paper, str(five["A"].pk))
    assert (first["recency"], first["frequency"], first["amount_score"]) == (5, 5, 5)
    assert (first["orders"], first["amount"], first["since"]) == (5, 2500, 0)
    assert str(cells(paper, str(five["B"].pk))["moved"]) == "up"
    assert f"customer={five['A'].pk}" in paper.rows[0].url
    assert f"f.customer={five['A'].pk}" in paper.rows[0].links["amount"]


def test_equal_figures_score_the_same(cast, like):
    for n in range(10):
        ordered(like, make_customer(owner=cast.owner, name=f"same {n}"), TODAY, 100)
    assert cells(made(), "general-win-back")["customers"] == 10


def test_fewer_than_five_customers_have_no_fifths(cast, like):
    for n in range(4):
        ordered(like, make_customer(owner=cast.owner, name=f"one {n}"), TODAY, 100)
    paper = made()
    assert not paper.rows and "4" in str(paper.problem) and "5" in str(paper.problem)


def test_each_customer_stands_once_by_region_and_department(five):
    Customer.objects.filter(pk__in=[five["A"].pk, five["C"].pk]).update(region="North")
    paper = made(by="region")
    north = cells(paper, "North")
    assert (north["in-key"], north["in-general-win-back"], north["customers"], north["amount"]) == (1, 1, 2, 3400)
    assert north["key"] * 3400 == pytest.approx(2500)
    assert paper.sums[paper.index("customers")] == 5
    by_department = made(by="department")
    assert by_department.sums[-2] == 5500


def test_only_orders_that_the_reader_sees_are_counted(five, cast, like):
    assert not made(cast.stranger).rows
    head = cast.head
    assert made(head).sums[1] == 5
    other = make_department(parent=cast.office)
    elsewhere = make_customer(owner=cast.stranger, name="Elsewhere")
    ordered(like, elsewhere, TODAY, 99_999, department=other.pk)
    assert made(head).sums[1] == 5
    assert made().sums[1] == 6
    assert "1" in str(made(department=other.pk).problem)


def test_classes_are_not_told_to_who_sees_no_amounts(five):
    with pytest.raises(errors.NotAllowed):
        made(make_user("warehouse"))


@pytest.mark.parametrize("by", ["classes", "class-key", "region"])
def test_more_customers_cost_no_more_statements(five, like, cast, by, django_assert_max_num_queries):
    for n in range(8):
        ordered(like, make_customer(owner=cast.owner, name=f"more {n}"), TODAY, 100)
    with django_assert_max_num_queries(8):
        made(by=by)
