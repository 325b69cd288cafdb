"""How busy people and departments are (R135, R159)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.tests.builders import make_department
from orders.work.models import DepartmentLoad
from tasks.scheduling import loads
from tasks.scheduling.models import Absence, Capacity
from tasks.task.models import Task
from tasks.tests.builders import AT, make_shop, make_task

pytestmark = pytest.mark.django_db
MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 29)
FRIDAY = date(2026, 11, 27)
TODAY = date(2026, 11, 20)


def day(found, on=MONDAY) -> tuple[Decimal, Decimal]:
    return found[on].hours, found[on].capacity


def test_hours_are_spread_evenly_over_days_of_work():
    shop = make_shop()
    task = make_task(shop=shop, planned_hours=Decimal(16), planned_end=date(2026, 11, 30))  # six days of work
    found = loads.of_people([shop.foreman.pk], MONDAY, SUNDAY)[shop.foreman.pk]
    assert list(found) == [MONDAY + timedelta(n) for n in range(5)]
    assert {day(found, one) for one in found} == {(Decimal("2.67"), Decimal(8))}
    assert loads.hours_by_day(task)[MONDAY] == Decimal("2.67")


def test_weeks_are_whole():
    shop = make_shop()
    make_task(shop=shop, planned_hours=Decimal(12), planned_end=date(2026, 11, 30))
    found = loads.of_people([shop.foreman.pk], date(2026, 11, 25), date(2026, 12, 1), step=loads.WEEK)
    assert {one: day(found[shop.foreman.pk], one) for one in found[shop.foreman.pk]} == {
        MONDAY: (Decimal(10), Decimal(40)),
        date(2026, 11, 30): (Decimal(2), Decimal(40)),
    }


def test_what_is_done_or_only_proposed_is_no_load():
    shop = make_shop()
    task = make_task(shop=shop)
    Task.objects.filter(pk=task.pk).update(state="DONE", progress=100, done_at=AT)
    assert loads.of_people([shop.foreman.pk], MONDAY, SUNDAY)[shop.foreman.pk][MONDAY].hours == 0


def test_what_is_left_of_a_late_task_stands_on_today():
    shop = make_shop()
    task = make_task(shop=shop, planned_start=date(2026, 11, 16), planned_end=date(2026, 11, 18))
    Task.objects.filter(pk=task.pk).update(progress=75)
    found = loads.of_people([shop.foreman.pk], TODAY, SUNDAY, today=TODAY)[shop.foreman.pk]
    assert [one.hours for one in found.values()][:2] == [Decimal(4), 0]


def test_working_hours_hold_from_their_day_on_and_absence_takes_hours_away():
    shop = make_shop()
    Capacity.objects.create(user=shop.worker, since=date(2026, 11, 25), hours_a_day=4)
    Absence.objects.create(
        user=shop.worker, first=FRIDAY, last=date(2026, 12, 6), created_by=shop.foreman, created_at=AT
    )
    found = loads.capacities([shop.worker.pk], MONDAY, date(2026, 12, 7))[shop.worker.pk]
    shown = [str(found[MONDAY + timedelta(n)]) for n in (0, 1, 2, 3, 4, 5, 7, 14)]
    assert shown == ["8.00", "8.00", "4.00", "4.00", "0.00", "0.00", "0.00", "4.00"]


def test_a_department_has_its_tasks_and_the_hours_of_its_people():
    shop = make_shop()
    make_task(shop=shop, planned_hours=Decimal(30), planned_end=FRIDAY)
    found = loads.of_departments([shop.production.pk], MONDAY, SUNDAY)[shop.production.pk]
    assert day(found) == (Decimal(30), Decimal(120)) and found[MONDAY].share == Decimal("0.25")
    assert shop.production.pk in loads.of_departments(None, MONDAY, SUNDAY)


def test_more_than_possible_is_over():
    assert loads.Load(Decimal(9), Decimal(8)).is_over and loads.Load(Decimal(1), Decimal(0)).share is None


def test_the_number_of_statements_does_not_grow_with_people_and_tasks(django_assert_num_queries):
    shop = make_shop()
    order = make_task(shop=shop).order
    for number in range(3):
        make_task(order, shop=shop, title=str(number))
    loads.of_people([shop.worker.pk], MONDAY, SUNDAY)  # settings are read
    with django_assert_num_queries(3):
        loads.of_people([shop.worker.pk, shop.mate.pk, shop.foreman.pk], MONDAY, SUNDAY)
    with django_assert_num_queries(4):
        loads.of_departments(None, MONDAY, SUNDAY)


def write_down(shop, **options) -> list[tuple]:
    loads.write_down(actor=shop.planner, at=AT, **options)
    rows = DepartmentLoad.objects.filter(department=shop.production).order_by("week")
    return [(one.week, one.hours, one.capacity) for one in rows[:2]]


def test_the_loads_of_departments_are_written_where_promises_read_them():
    shop = make_shop()
    task = make_task(shop=shop, planned_hours=Decimal(30), planned_end=FRIDAY)
    assert write_down(shop)[1] == (MONDAY, Decimal(30), Decimal(120))
    Task.objects.filter(pk=task.pk).update(state="DROPPED")
    assert write_down(shop, departments=[shop.production.pk])[1] == (MONDAY, Decimal(0), Decimal(120))


def test_weeks_that_are_over_and_departments_without_people_are_forgotten():
    shop = make_shop()
    DepartmentLoad.objects.create(department=shop.production, week=date(2026, 1, 5), hours=1, capacity=1)
    empty = make_department()
    DepartmentLoad.objects.create(department=empty, week=MONDAY, hours=1, capacity=1)
    assert write_down(shop)[0][0] >= date(2026, 11, 16)
    assert not DepartmentLoad.objects.filter(department=empty).exists()
