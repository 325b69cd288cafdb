"""A day that is a slip of the keyboard is refused wherever work is planned; it never ends in an error of ours."""

from datetime import date

import pytest

from common import errors
from orders.tests import builders as orders
from tasks.assigning import operations as assigning
from tasks.decomposing import operations as decomposing
from tasks.decomposing.tests.builders import made_to_order, propose
from tasks.scheduling import operations as scheduling
from tasks.task.models import Task
from tasks.tests.builders import AT, make_shop, make_task

pytestmark = pytest.mark.django_db
EVER, NEVER = date(1, 1, 1), date.max


def test_no_task_is_added_for_such_a_day():
    shop = make_shop()
    order = orders.make_effective()
    for days in ({"planned_start": EVER}, {"planned_end": NEVER}):
        with pytest.raises(errors.Invalid) as refused:
            make_task(order, shop=shop, **days)
        assert set(refused.value.fields) == set(days)


def test_no_task_is_moved_to_one():
    shop = make_shop()
    task = make_task(shop=shop)
    for days in ({"start": NEVER}, {"end": NEVER}):
        with pytest.raises(errors.Invalid) as refused:
            scheduling.move_task(actor=shop.planner, task_id=task.pk, at=AT, **days)
        assert set(refused.value.fields) == set(days)


def test_no_proposed_task_waits_for_one():
    shop = make_shop()
    order = orders.make_effective(lines=[made_to_order()])
    propose(order, shop)
    task = Task.objects.filter(order=order, state="PROPOSED").first()
    with pytest.raises(errors.Invalid) as refused:
        decomposing.edit_proposed(actor=shop.planner, task_id=task.pk, changes={"not_before": NEVER}, at=AT)
    assert set(refused.value.fields) == {"not_before"}


def test_no_overtime_lasts_until_one():
    shop = make_shop()
    with pytest.raises(errors.Invalid) as refused:
        scheduling.set_overtime(
            actor=shop.foreman, user_id=shop.worker.pk, first=date(2026, 12, 1), last=NEVER, hours_a_day=10, at=AT
        )
    assert set(refused.value.fields) == {"last"}


def test_no_department_gets_work_until_one():
    shop = make_shop()
    task = make_task(shop=shop)
    with pytest.raises(errors.Invalid) as refused:
        assigning.give_to_department(
            actor=shop.planner, task_id=task.pk, department_id=task.department_id, due_date=NEVER, at=AT
        )
    assert set(refused.value.fields) == {"due_date"}


def test_no_phase_has_one_as_its_target():
    shop = make_shop()
    task = make_task(shop=shop)
    for day in (EVER, NEVER):
        with pytest.raises(errors.Invalid) as refused:
            scheduling.set_target(
                actor=shop.planner, order_id=task.order_id, phase_id=task.phase_id, target_date=day, at=AT
            )
        assert set(refused.value.fields) == {"target_date"}
