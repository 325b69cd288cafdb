"""What is done for one of several deliveries of an order is due with that delivery, also when the order is dated again
and when everything is planned (R132, R138)."""

from datetime import date
from decimal import Decimal

import pytest

from orders.order.models import OrderLine
from orders.order.scheduling import Part
from orders.order.states import Closure
from orders.tests import builders as orders
from tasks.decomposing.tests.builders import by_origin, made_to_order, propose, release
from tasks.planning import reading
from tasks.scheduling import due_days
from tasks.scheduling import operations as scheduling
from tasks.task import queries
from tasks.task.models import Task
from tasks.tests.builders import AT, TODAY, make_shop

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 12, 30), date(2027, 1, 29)


@pytest.fixture
def shop():
    return make_shop()


@pytest.fixture
def order(shop):
    parts = (Part(FIRST, Decimal(4)), Part(LAST, Decimal(6)))
    order = orders.make_effective(lines=[made_to_order(schedule=parts)])
    propose(order, shop)
    release(order, shop)
    return order


def lines_of(order):
    return list(OrderLine.objects.filter(order=order).order_by("line_no"))


def days_of(order, count=2):
    tasks = {one.origin: one for one in queries.tasks_of([order.pk])}
    found = due_days.of_tasks(order, lines_of(order), tasks)
    return [found.get(f"SHIP_GO:0#{n}" if n > 1 else "SHIP_GO:0") for n in range(1, count + 1)]


def test_each_delivery_leaves_in_time_for_its_own_day(order):
    line = lines_of(order)[0]
    on_the_way = line.promised_date - line.promised_ship_date
    assert days_of(order) == [FIRST - on_the_way, LAST - on_the_way]


@pytest.mark.parametrize("backward", [False, True])
def test_re_planned_the_first_delivery_does_not_wait_for_the_last(shop, order, backward):
    was = by_origin(order)["SHIP_GO:0"].planned_end
    Task.objects.filter(order=order).update(planned_start=TODAY, planned_end=TODAY)
    scheduling.schedule_order(actor=shop.planner, order_id=order.pk, backward=backward, at=AT)
    tasks = by_origin(order)
    assert tasks["SHIP_GO:0"].planned_end == was <= FIRST < tasks["SHIP_GO:0#2"].planned_end <= LAST


def test_the_plan_for_all_tasks_knows_the_days_too(order):
    case = reading.read(department=None, keeps_people=False, at=AT)
    tasks = by_origin(order)
    found = [case.promises[tasks[one].pk] for one in ("SHIP_GO:0", "SHIP_GO:0#2")]
    assert found == days_of(order) and found[0] <= FIRST < found[1] <= LAST


def test_when_the_first_delivery_left_the_others_keep_their_own_days(shop):
    days = (FIRST, date(2027, 1, 13), LAST)
    order = orders.make_effective(lines=[made_to_order(requested_date=day) for day in days])
    propose(order, shop)
    release(order, shop)
    assert len(days_of(order, 3)) == len(set(days_of(order, 3))) == 3
    was = days_of(order, 3)
    OrderLine.objects.filter(order=order, line_no=lines_of(order)[0].line_no).update(closure=Closure.SHORT)
    assert days_of(order, 3) == [None, *was[1:]]
