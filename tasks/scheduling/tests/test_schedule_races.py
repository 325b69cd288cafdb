"""Days moved while somebody else is at the same task or order."""

from datetime import date

import pytest

from common import errors
from orders.tests.racing import behind, race
from tasks.doing import operations as doing
from tasks.scheduling import loads, operations
from tasks.scheduling.models import DateMove
from tasks.task.models import Task
from tasks.tests.builders import AT, make_shop, make_task

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_task_that_was_finished_meanwhile_is_not_planned_again():
    shop = make_shop()
    task = make_task(shop=shop)
    moved = behind(
        lambda: doing.finish_task(actor=shop.foreman, task_id=task.pk, result="Done", at=AT),
        lambda: operations.schedule_order(actor=shop.planner, order_id=task.order_id, at=AT),
    )
    assert moved == []
    assert Task.objects.get(pk=task.pk).state == "DONE"


def test_moved_from_two_pages_at_once_it_moves_once():
    shop = make_shop()
    task = make_task(shop=shop)
    version = Task.objects.get(pk=task.pk).version

    def move(day):
        return operations.move_task(
            actor=shop.foreman, task_id=task.pk, end=date(2026, 12, day), cause="OTHER", version=version, at=AT
        )

    found = race(lambda: move(2), lambda: move(3))
    assert sum(isinstance(one, errors.Stale) for one in found) == 1
    assert DateMove.objects.count() == 1


def test_two_that_move_tasks_of_one_chain_leave_no_link_broken():
    shop = make_shop()
    first = make_task(shop=shop)
    second = make_task(
        first.order,
        shop=shop,
        title="Pack",
        after=[first.pk],
        planned_start=date(2026, 12, 1),
        planned_end=date(2026, 12, 1),
    )
    race(
        lambda: operations.move_task(actor=shop.foreman, task_id=first.pk, end=date(2026, 12, 2), at=AT),
        lambda: operations.move_task(actor=shop.foreman, task_id=second.pk, start=date(2026, 12, 4), at=AT),
    )
    rows = {one.pk: one for one in Task.objects.all()}
    assert rows[first.pk].planned_end < rows[second.pk].planned_start


def test_loads_are_written_by_one_at_a_time():
    shop = make_shop()
    make_task(shop=shop)
    found = race(*[lambda: loads.write_down(actor=shop.planner, at=AT)] * 2)
    assert not [one for one in found if isinstance(one, Exception)]
