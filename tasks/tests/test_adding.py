"""A task added by hand belongs to somebody from its first moment (R133, invariant 25)."""

from datetime import date

import pytest

from accounts.roles.models import RoleGrant
from accounts.tests.builders import make_user
from common import errors
from orders.order import queries as orders
from orders.tests import builders as order_builders
from tasks.reporting import queries as reports
from tasks.task import queries
from tasks.task.links import circle_in
from tasks.task.models import Task
from tasks.tests.builders import AT, make_shop, make_task, skill

pytestmark = pytest.mark.django_db


def test_the_head_of_its_department_owns_a_task_until_somebody_is_picked():
    shop = make_shop()
    task = make_task(shop=shop)
    assert (task.state, task.owner, task.is_picked) == ("OPEN", shop.foreman, False)


def test_its_line_says_when_the_work_is_to_end():
    task = make_task()
    line = task.order.lines.get(line_no=1)
    assert (line.work_started, line.work_done, line.work_end_date) == (False, 0, date(2026, 11, 30))


def test_what_waits_for_something_is_not_ready():
    first = make_task()
    second = make_task(first.order, title="Calibrate", after=[first.pk])
    assert (first.is_ready, second.is_ready) == (True, False)


def test_nobody_adds_tasks_to_an_order_that_is_not_in_force():
    draft = order_builders.make_submitted()
    with pytest.raises(errors.WrongState):
        make_task(draft)


def test_who_may_not_take_orders_apart_adds_none():
    order, shop = order_builders.make_effective(), make_shop()
    with pytest.raises(errors.NotAllowed):
        make_task(order, shop=shop, actor=shop.worker)
    assert not Task.objects.exists()


def test_a_stranger_does_not_find_the_order():
    order = order_builders.make_effective()
    with pytest.raises(errors.NotFound):
        make_task(order, actor=order_builders.make_order_cast().stranger)


def test_who_has_a_task_of_an_order_sees_the_order():
    shop = make_shop()
    task = make_task(shop=shop)
    assert orders.get_order(actor=shop.foreman, reference=task.order.number).pk == task.order_id


def test_circles_are_found():
    assert circle_in([(1, 2), (2, 3), (3, 1)]) and not circle_in([(1, 2), (1, 3), (2, 3)])


def test_a_task_waits_for_tasks_of_its_own_order_only():
    other = make_task()
    with pytest.raises(errors.Invalid):
        make_task(after=[other.pk])


def test_who_may_see_no_tasks_finds_none_by_its_key_either():
    task = make_task()
    reader = make_user("finance")
    assert queries.get_task(actor=reader, task_id=task.pk) == task
    RoleGrant.objects.filter(role__code="finance", verb="task.view").delete()
    reader = order_builders.person(reader.pk)
    assert orders.get_order(actor=reader, reference=task.order.number).pk == task.order_id
    with pytest.raises(errors.NotFound):
        queries.get_task(actor=reader, task_id=task.pk)
    with pytest.raises(errors.NotAllowed):
        reports.get_report(actor=reader, reference=task.order.number, at=AT)


def test_what_is_named_twice_is_asked_for_once():
    shop = make_shop()
    first = make_task(shop=shop)
    asked = [(skill().pk, 2), (skill().pk, 4)]
    task = make_task(first.order, shop=shop, title="Pack", after=[first.pk, first.pk], skills=asked)
    assert [one.level for one in task.skills.all()] == [4]
    assert [one.predecessor_id for one in task.in_links.all()] == [first.pk]
