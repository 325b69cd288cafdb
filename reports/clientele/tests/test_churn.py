"""Signals of churn, worked out by hand (R281)."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import errors
from customers.tests.builders import make_customer
from orders.tests.builders import make_effective, make_order_cast
from reports.clientele import churn_papers, rhythm
from reports.clientele.rhythm import Signal
from reports.clientele.tests.worlds import TODAY, ordered, pattern
from reports.standard.reports import Wanted

pytestmark = pytest.mark.django_db
SINCE = TODAY - timedelta(days=364)

# name → days before today on which it ordered, amount of each
ORDERS = {
    "Leaving": ((40, 50, 60, 70), 100),  # every 10 days, 40 ago: more than three intervals
    "Late": ((50, 80, 110), 100),  # every 30 days, 50 ago: more than one and a half
    "Soon": ((12, 19, 26), 100),  # every 7 days, 12 ago: late, but less than seven days over
    "Falling": ((20, 50, 80, 400, 410), 100),  # 300 now, 1,000 before
    "Unknown": ((200, 100), 100),  # two order days
    "Lost": ((400, 430, 460), 100),
    "Back": ((10, 900), 100),
    "Steady": ((5, 35, 65, 95, 400), 100),
}
MORE = {("Falling", 400): 800, ("Falling", 410): 200, ("Steady", 400): 400}


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def world(cast):
    like = pattern(make_effective(cast.owner))
    found = {}
    for name, (days, amount) in ORDERS.items():
        found[name] = make_customer(owner=cast.owner, name=name, short_name=name)
        for number in days:
            ordered(like, found[name], TODAY - timedelta(days=number), MORE.get((name, number), amount))
    return found


def made(by="signals", actor=None, **more):
    wanted = Wanted(actor or people.system_user(), TODAY, SINCE, TODAY, by=by, top=50, **more)
    return churn_papers.make(wanted)


def names(by):
    return {row.cells[0] for row in made(by).rows}


def row_of(paper, key):
    row = next(row for row in paper.rows if row.key == key)
    return {column.key: cell for column, cell in zip(paper.columns, row.cells, strict=True)}


def test_every_customer_has_the_signal_that_his_days_give(world):
    assert names("leaving") == {"Leaving"}
    assert names("late") == {"Late"}
    assert names("falling") == {"Falling"}
    assert names("steady") == {"Soon", "Steady"}
    assert names("unknown") == {"Unknown", "Back"}
    assert names("lost") == {"Lost"}
    assert names("new") == {"Leaving", "Late", "Soon", "Unknown"}
    assert names("back") == {"Back"}


def test_the_table_counts_customers_and_money(world):
    paper = made()
    counts = {row.key: row.cells[1] for row in paper.rows}
    assert counts == {"lost": 1, "leaving": 1, "late": 1, "falling": 1, "steady": 2, "unknown": 2}
    falling = row_of(paper, "falling")
    assert (falling["now"], falling["before"], falling["change"]) == (300, 1000, D("-0.7"))
    assert falling["share"] == D(1) / 7  # of those who ordered
    states = {row.key: (row.cells[1], row.cells[3], row.cells[4]) for row in paper.parts[0].rows}
    assert states == {"new": (4, 1200, 0), "kept": (2, 700, 1400), "back": (1, 100, 0), "lost": (1, 0, 300)}
    assert paper.sums[1] == 8


def test_the_list_says_interval_expected_day_and_days_over(world):
    late = row_of(made("late", here="/reports/standard/customer-churn/"), str(world["Late"].pk))
    assert late["last"] == TODAY - timedelta(days=50)
    assert (late["since"], late["usual"], late["over"]) == (50, 30, 20)
    assert late["expected"] == TODAY - timedelta(days=20)
    lost = row_of(made("lost"), str(world["Lost"].pk))
    assert (lost["orders"], lost["now"], lost["before"]) == (0, 0, 300)


def test_orders_of_one_day_are_one_and_nothing_is_said_of_two_days():
    days = tuple(date(2026, 1, day) for day in (1, 11))
    assert rhythm.rhythm(days, date(2026, 2, 1)).usual is None
    found = rhythm.rhythm((*days, date(2026, 1, 16)), date(2026, 2, 1))
    assert found.usual == D("7.5") and found.over == D("8.5")
    assert found.expected == date(2026, 1, 24)
    assert found.signal(3, 100, 100) is Signal.LATE
    assert rhythm.rhythm((), date(2026, 2, 1)).signal(0, 0, 0) is Signal.UNKNOWN


@pytest.mark.parametrize("name", sorted(ORDERS))
def test_one_customer_and_the_list_of_all_say_the_same(world, name):
    days = tuple(sorted(TODAY - timedelta(days=number) for number in ORDERS[name][0]))
    found = rhythm.rhythm(days, TODAY)
    amounts = {number: MORE.get((name, number), ORDERS[name][1]) for number in ORDERS[name][0]}
    now = sum(amount for number, amount in amounts.items() if number <= 364)
    before = sum(amount for number, amount in amounts.items() if 365 <= number < 730)
    assert name in names(str(found.signal(int(now > 0), now, before)))


def test_a_month_without_an_order_is_no_loss_for_who_orders_every_quarter(cast):
    like, buyer = pattern(make_effective(cast.owner)), make_customer(owner=cast.owner, short_name="Quarterly")
    for number in (45, 135, 225):
        ordered(like, buyer, TODAY - timedelta(days=number))
    wanted = Wanted(people.system_user(), TODAY, TODAY - timedelta(days=29), TODAY, by="signals", top=9)
    counts = {row.key: row.cells[1] for row in churn_papers.make(wanted).rows}
    assert (counts["lost"], counts["falling"]) == (0, 1)


def test_nobody_learns_of_others_nor_of_hidden_amounts(world, cast):
    assert not made(actor=cast.stranger).rows
    assert made(actor=cast.head).sums[1] == 8
    with pytest.raises(errors.NotAllowed):
        made(actor=make_user("warehouse"))
    with pytest.raises(errors.NotAllowed):
        made(actor=make_user(role=None))


def test_a_list_costs_few_statements(world, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        made("new")
