"""Goods that have to be made are not ready before who makes them has hours left (SEMANTICS 10)."""

from datetime import timedelta

import pytest

from accounts.tests.builders import make_department
from orders.order.models import OrderLine
from orders.promise import chain, proposing, queries
from orders.tests.builders import TODAY, line, lines_of, make_effective, make_order_cast
from orders.tests.page_builders import statements
from orders.work.models import DepartmentLoad
from orders.work.queries import full_until
from products.tests.builders import make_product, make_supplier, receive

pytestmark = pytest.mark.django_db
MONDAY = TODAY - timedelta(TODAY.weekday())


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def production():
    return make_department(kind="PRODUCTION")


def busy(department, *hours, capacity=40):
    for place, one in enumerate(hours):
        week = MONDAY + timedelta(7 * place)
        DepartmentLoad.objects.create(department=department, week=week, hours=one, capacity=capacity)


def ship_day(cast, product):
    order = make_effective(cast.owner, lines=[line(product, 3)], requested_date=TODAY)
    (entry,) = queries.promises_of(order.pk)
    return entry.ship_date, [link["kind"] for link in entry.chain if link["kind"] != chain.TRANSIT]


def test_full_weeks_end_with_the_first_in_which_hours_are_left(production):
    assert full_until(TODAY) is None
    busy(production, 40, 55, 39, 60)
    assert full_until(TODAY) == MONDAY + timedelta(14)
    busy(make_department(kind="PRODUCTION"), 0, 20, 0)  # together they have hours left this week
    assert full_until(TODAY) is None
    assert full_until(TODAY + timedelta(7)) is None


def test_other_departments_and_people_without_hours_keep_nothing_from_being_made(production):
    busy(make_department(kind="WAREHOUSE"), 40, 40)
    busy(production, 0, 0, capacity=0)
    assert full_until(TODAY) is None


def test_what_has_to_be_made_waits_until_hours_are_left(cast, production):
    product = make_product(lead_time_days=5)
    assert ship_day(cast, product) == (TODAY + timedelta(5), [chain.LEAD_TIME])
    busy(production, 40, 40, 40, 0)
    assert ship_day(cast, product) == (MONDAY + timedelta(21), [chain.LEAD_TIME, chain.LOAD])


def test_the_link_is_told_in_words_and_who_can_move_it(cast, production):
    busy(production, 40, 40)
    (said,) = chain.said([chain.load(MONDAY + timedelta(14))])
    assert "2026-11-30" in str(said.text) and str(said.mover) == "Production"


def test_what_lies_there_or_is_bought_does_not_wait(cast, production):
    busy(production, 40, 40, 40, 0)
    there = make_product(lead_time_days=5)
    receive(there, 10)
    assert ship_day(cast, there)[1] == [chain.STOCK]
    bought = make_product(lead_time_days=5, supplier=make_supplier())
    assert ship_day(cast, bought) == (TODAY + timedelta(5), [chain.LEAD_TIME])


def test_a_line_whose_work_is_planned_is_not_held_up_by_its_own_hours(cast, production):
    busy(production, 40, 40, 40, 0)
    product = make_product(lead_time_days=5)
    order = make_effective(cast.owner, lines=[line(product, 3)], requested_date=TODAY)
    OrderLine.objects.filter(order=order).update(work_end_date=TODAY + timedelta(4))
    (mine,) = lines_of(order)
    mine.order = order
    found = proposing.desk(order, [mine], TODAY).propose(mine)
    assert found.ship_date == TODAY + timedelta(5)


def test_only_what_has_to_be_made_costs_a_statement_and_only_one(cast, production):
    def ask(**more):
        products = [make_product(**more) for _ in range(4)]
        order = make_effective(cast.owner, lines=[line(one, 3) for one in products], requested_date=TODAY)
        lines = lines_of(order)
        for one in lines:
            one.order = order
        desk = proposing.desk(order, lines, TODAY)
        return statements(lambda: [desk.propose(one) for one in lines])

    ask(lead_time_days=5)
    assert ask(lead_time_days=5) == 1
    assert ask(lead_time_days=5, supplier=make_supplier()) == 0
