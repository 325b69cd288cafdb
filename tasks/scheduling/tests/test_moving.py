"""Every move of an end is a row of the ledger, counted against somebody (SEMANTICS 13)."""

from datetime import date

import pytest

from accounts.collaboration.models import Notification
from common.operation import operation
from tasks.scheduling import moving
from tasks.scheduling.models import DateMove
from tasks.scheduling.moving import Moved
from tasks.task import queries, writing
from tasks.task.models import Task
from tasks.tests.builders import AT, make_shop, make_task

pytestmark = pytest.mark.django_db


@operation
def move(*, actor, task_id, start, end, at, cause="MATERIAL"):
    """A move as rooms make it."""
    task, order, lines = queries.lock_task(actor=actor, task_id=task_id)
    before = Moved(task, task.planned_start, task.planned_end)
    task.planned_start, task.planned_end = start, end
    moving.note(order, [before], actor=actor, at=at, cause=cause, words="The cells are late")
    moved = moving.push(order, lines, actor=actor, at=at, because_of=task)
    writing.note_facts(order, lines, at=at)
    return moved


def test_a_moved_end_is_written_down_with_days_cause_and_department():
    shop = make_shop()
    task = make_task(shop=shop)
    move(actor=shop.planner, task_id=task.pk, start=date(2026, 11, 23), end=date(2026, 12, 2), at=AT)
    (row,) = DateMove.objects.all()
    assert (row.before, row.after, row.days) == (date(2026, 11, 30), date(2026, 12, 2), 2)
    assert (row.cause, row.words, row.department, row.line_no) == (
        "MATERIAL",
        "The cells are late",
        shop.production,
        1,
    )
    task.refresh_from_db()
    assert (task.planned_end, task.baseline_end) == (date(2026, 12, 2), date(2026, 11, 30))


def test_the_owner_is_told_and_who_moved_it_is_not():
    shop = make_shop()
    task = make_task(shop=shop)
    Notification.objects.all().delete()
    move(actor=shop.planner, task_id=task.pk, start=date(2026, 11, 24), end=date(2026, 12, 1), at=AT)
    assert [(one.user, one.kind) for one in Notification.objects.all()] == [(shop.foreman, "task.moved")]
    Notification.objects.all().delete()
    move(actor=shop.foreman, task_id=task.pk, start=date(2026, 11, 25), end=date(2026, 12, 1), at=AT)
    assert not Notification.objects.exists()


def test_a_start_that_moves_alone_is_no_row():
    shop = make_shop()
    task = make_task(shop=shop)
    move(actor=shop.planner, task_id=task.pk, start=date(2026, 11, 25), end=date(2026, 11, 30), at=AT)
    assert not DateMove.objects.exists()
    assert Task.objects.get().version == task.version + 1


def test_what_waits_is_pushed_and_counts_against_who_was_late():
    shop = make_shop()
    first = make_task(shop=shop)
    ship = make_task(
        first.order,
        shop=shop,
        title="Ship",
        department_id=shop.warehouse.pk,
        planned_start=date(2026, 12, 1),
        planned_end=date(2026, 12, 1),
        after=[first.pk],
    )
    (moved,) = move(actor=shop.planner, task_id=first.pk, start=first.planned_start, end=date(2026, 12, 2), at=AT)
    assert (moved.pk, moved.planned_end) == (ship.pk, date(2026, 12, 3))
    row = DateMove.objects.get(task=ship)
    assert (row.cause, row.words, row.department) == ("PREDECESSOR", first.title, shop.production)
    assert ship.order.lines.get(line_no=1).work_end_date == date(2026, 12, 3)


def test_who_ends_early_leaves_a_row_below_zero():
    shop = make_shop()
    made = make_task(shop=shop)
    task = end(actor=shop.foreman, task_id=made.pk, day=date(2026, 11, 26), at=AT)
    assert (task.planned_end, DateMove.objects.get().days) == (date(2026, 11, 26), -2)


@operation
def end(*, actor, task_id, day, at):
    """An end as ``doing`` writes it."""
    task, _order, _lines = queries.lock_task(actor=actor, task_id=task_id)
    moving.note_end(task, day, actor=actor, at=at)
    writing.save([task], moving.DAYS, at)
    return task
