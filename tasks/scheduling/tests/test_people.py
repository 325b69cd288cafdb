"""Working hours and absences, and where they do not go together with promises (R135, R159)."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.collaboration.models import Notification
from common import errors
from orders.order.models import OrderLine
from tasks.scheduling import conflicts, loads, operations
from tasks.scheduling.conflicts import How
from tasks.scheduling.models import Capacity
from tasks.task.models import Task
from tasks.tests.builders import AT, TODAY, make_shop, make_task

pytestmark = pytest.mark.django_db
MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)


@pytest.fixture
def shop():
    return make_shop()


def away(actor, person, **fields):
    fields.setdefault("first", MONDAY)
    fields.setdefault("last", FRIDAY)
    return operations.enter_absence(actor=actor, user_id=person.pk, at=AT, **fields)


def test_who_leads_a_department_keeps_the_hours_of_its_people(shop):
    row = operations.set_capacity(
        actor=shop.foreman, user_id=shop.worker.pk, since=MONDAY, hours_a_day=Decimal(6), at=AT
    )
    again = operations.set_capacity(
        actor=shop.foreman, user_id=shop.worker.pk, since=MONDAY, hours_a_day=Decimal(4), at=AT, version=row.version
    )
    assert (again.pk, again.hours_a_day, again.version) == (row.pk, Decimal(4), 2)
    with pytest.raises(errors.Stale):
        operations.drop_capacity(actor=shop.foreman, capacity_id=row.pk, version=1, at=AT)
    operations.drop_capacity(actor=shop.foreman, capacity_id=row.pk, version=2, at=AT)
    assert not Capacity.objects.exists()


def test_nobody_keeps_the_hours_of_other_departments_or_his_own(shop):
    for actor in (shop.keeper, shop.worker):
        with pytest.raises(errors.NotAllowed):
            operations.set_capacity(actor=actor, user_id=shop.worker.pk, since=MONDAY, hours_a_day=Decimal(6), at=AT)


@pytest.mark.parametrize("hours", ["-1", "24.5", "8.333"])
def test_a_day_has_24_hours(shop, hours):
    with pytest.raises(errors.Invalid):
        operations.set_capacity(
            actor=shop.foreman, user_id=shop.worker.pk, since=MONDAY, hours_a_day=Decimal(hours), at=AT
        )


def test_overtime_ends(shop):
    operations.set_overtime(
        actor=shop.foreman, user_id=shop.worker.pk, first=MONDAY, last=FRIDAY, hours_a_day=Decimal(10), at=AT
    )
    found = loads.capacities([shop.worker.pk], date(2026, 11, 20), date(2026, 11, 30))[shop.worker.pk]
    assert [found[date(2026, 11, day)] for day in (20, 23, 27, 30)] == [8, 10, 10, 8]


def test_everybody_says_himself_when_he_is_away_and_his_head_hears_of_the_work_that_falls_there(shop):
    make_task(shop=shop)
    Task.objects.update(owner=shop.worker)
    row = away(shop.worker, shop.worker)
    told = Notification.objects.get(kind="task.away")
    assert (told.user, told.parameters["count"]) == (shop.foreman, 1)
    operations.change_absence(actor=shop.foreman, absence_id=row.pk, changes={"last": MONDAY}, version=1, at=AT)
    with pytest.raises(errors.NotAllowed):
        operations.drop_absence(actor=shop.mate, absence_id=row.pk, at=AT)
    operations.drop_absence(actor=shop.worker, absence_id=row.pk, version=2, at=AT)


def test_an_absence_moves_no_task(shop):
    task = make_task(shop=shop)
    away(shop.foreman, shop.foreman)
    assert Task.objects.get().planned_start == task.planned_start


def test_an_absence_ends_after_it_begins(shop):
    with pytest.raises(errors.Invalid):
        away(shop.worker, shop.worker, last=date(2026, 11, 20))


def find(shop, **options) -> conflicts.Report:
    return conflicts.find(shop.foreman, today=TODAY, **options)


def test_a_week_with_more_than_fits_in_is_a_conflict_with_ways_out(shop):
    first = make_task(shop=shop, planned_hours=Decimal(30), planned_end=FRIDAY)
    Task.objects.update(slack_days=10)
    make_task(first.order, shop=shop, title="Calibrate", planned_hours=Decimal(20), planned_end=FRIDAY)
    (found,) = find(shop).people
    assert (found.person, found.week, found.over) == (shop.foreman, MONDAY, Decimal(10))
    ways = {one.how: one for one in found.solutions}
    assert (ways[How.LATER].task, ways[How.LATER].days, ways[How.LATER].day) == (first, 5, date(2026, 11, 30))
    assert ways[How.PERSON].person in (shop.worker, shop.mate) and ways[How.PERSON].free == Decimal(40)
    assert ways[How.OVERTIME].hours == Decimal(2)


def test_work_of_somebody_who_is_away_is_a_conflict(shop):
    make_task(shop=shop, planned_hours=Decimal(8), planned_end=FRIDAY)
    away(shop.foreman, shop.foreman)
    (found,) = find(shop).people
    assert found.is_away and How.OVERTIME not in {one.how for one in found.solutions}


def test_a_line_whose_work_ends_too_late_is_a_conflict_that_leads_to_its_promise(shop):
    task = make_task(shop=shop, planned_hours=Decimal(48), planned_end=date(2026, 12, 2))
    OrderLine.objects.filter(order=task.order).update(promised_ship_date=date(2026, 12, 1))
    (found,) = find(shop).lines
    assert (found.line.line_no, found.due, found.end, found.days) == (1, date(2026, 12, 1), date(2026, 12, 2), 1)
    assert found.causes == [task]
    assert {one.how for one in found.solutions} == {How.OVERTIME, How.PROMISE}
    assert [one.hours for one in found.solutions if one.how == How.OVERTIME] == [Decimal(1)]


def test_nobody_sees_conflicts_of_departments_that_he_does_not_lead(shop):
    make_task(shop=shop, planned_hours=Decimal(60), planned_end=FRIDAY)
    assert conflicts.find(shop.worker, today=TODAY) == conflicts.Report(date(2026, 11, 16), [], [])
    assert not conflicts.find(shop.keeper, today=TODAY).people


def test_conflicts_cost_as_many_statements_for_many_tasks(shop, django_assert_max_num_queries):
    order = make_task(shop=shop, planned_hours=Decimal(60), planned_end=FRIDAY).order
    for number in range(4):
        make_task(order, shop=shop, title=str(number), planned_hours=Decimal(10), planned_end=FRIDAY)
    OrderLine.objects.filter(order=order).update(promised_ship_date=MONDAY)
    find(shop)
    with django_assert_max_num_queries(12):
        find(shop)
