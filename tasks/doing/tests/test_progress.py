"""A task on its way: begun, reported on, ended, taken up again; what waits for it wakes (R143)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from accounts.collaboration.models import Notification
from accounts.people.queries import system_user
from common import errors
from orders.lifecycle import operations as lifecycle
from orders.order.models import OrderLine
from orders.tests import builders as order_builders
from orders.tests.flow_builders import broken_invariants
from tasks.doing import operations
from tasks.scheduling.models import DateMove
from tasks.task.models import Task, TaskStep
from tasks.tests.builders import AT, make_shop, make_task

pytestmark = pytest.mark.django_db
ON_TIME = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)  # the planned end, in the afternoon
LATE = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)


def told(user) -> set[str]:
    return set(Notification.objects.filter(user=user).values_list("kind", flat=True))


def fresh(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


def test_its_owner_begins_it_and_the_line_says_so():
    shop = make_shop()
    task = make_task(shop=shop)
    begun = operations.start_task(actor=shop.foreman, task_id=task.pk, at=AT)
    assert (begun.state, begun.started_at) == ("RUNNING", AT)
    assert OrderLine.objects.get(order=task.order, line_no=1).work_started
    assert broken_invariants() == {}


def test_who_only_looks_on_does_not_begin_it_and_a_stranger_does_not_find_it():
    shop = make_shop()
    task = make_task(shop=shop)
    with pytest.raises(errors.NotFound):
        operations.start_task(actor=order_builders.make_order_cast().stranger, task_id=task.pk, at=AT)
    for looking in (shop.mate, task.order.salesperson):
        with pytest.raises(errors.NotAllowed):
            operations.start_task(actor=looking, task_id=task.pk, at=AT)
    assert fresh(task).state == "OPEN"


def test_what_still_waits_begins_only_with_a_reason():
    shop = make_shop()
    first = make_task(shop=shop)
    second = make_task(first.order, shop=shop, title="Calibrate", after=[first.pk])
    with pytest.raises(errors.Invalid) as refused:
        operations.start_task(actor=shop.foreman, task_id=second.pk, at=AT)
    assert "reason" in refused.value.fields
    operations.start_task(actor=shop.foreman, task_id=second.pk, at=AT, reason="The first half is there")
    step = TaskStep.objects.get(task=second, move="start")
    assert (fresh(second).state, step.reason) == ("RUNNING", "The first half is there")


def test_reporting_progress_begins_it_and_adds_hours():
    shop = make_shop()
    task = make_task(shop=shop)
    operations.report_progress(actor=shop.foreman, task_id=task.pk, progress=40, hours=Decimal("6.5"), at=AT)
    operations.report_progress(actor=shop.foreman, task_id=task.pk, progress=60, hours=Decimal(3), at=AT)
    found = fresh(task)
    assert (found.state, found.progress, found.actual_hours) == ("RUNNING", 60, Decimal("9.5"))
    assert OrderLine.objects.get(order=task.order, line_no=1).work_done == 60
    assert broken_invariants() == {}


def test_the_whole_of_it_is_said_by_finishing():
    shop = make_shop()
    task = make_task(shop=shop)
    with pytest.raises(errors.Invalid):
        operations.report_progress(actor=shop.foreman, task_id=task.pk, progress=100, at=AT)


def test_a_day_has_24_hours_and_a_mistake_is_put_right():
    shop = make_shop()
    first, second = make_task(shop=shop), make_task(shop=shop)
    operations.log_hours(actor=shop.foreman, task_id=first.pk, hours=Decimal(20), at=AT)
    with pytest.raises(errors.Invalid):
        operations.log_hours(actor=shop.foreman, task_id=second.pk, hours=Decimal(5), at=AT)
    with pytest.raises(errors.Invalid):
        operations.log_hours(actor=shop.foreman, task_id=second.pk, hours=Decimal(-1), at=AT)
    operations.log_hours(actor=shop.foreman, task_id=first.pk, hours=Decimal(-18), at=AT)
    assert fresh(first).actual_hours == 2
    assert broken_invariants() == {}


@pytest.mark.parametrize("day", [date(2026, 11, 21), date(2026, 8, 1)])
def test_hours_are_of_the_last_ninety_days(day):
    shop = make_shop()
    with pytest.raises(errors.Invalid) as refused:
        operations.log_hours(actor=shop.foreman, task_id=make_task(shop=shop).pk, hours=Decimal(1), day=day, at=AT)
    assert "day" in refused.value.fields


def test_who_gives_out_the_task_writes_the_hours_of_others_and_nobody_else_does():
    shop = make_shop()
    task = make_task(shop=shop)
    log = operations.log_hours(actor=shop.foreman, task_id=task.pk, hours=Decimal(4), user_id=shop.worker.pk, at=AT)
    assert log.user == shop.worker
    operations.hand_over(actor=shop.foreman, task_id=task.pk, user_id=shop.worker.pk, reason="His bench", at=AT)
    with pytest.raises(errors.NotAllowed):
        operations.log_hours(actor=shop.worker, task_id=task.pk, hours=Decimal(4), user_id=shop.mate.pk, at=AT)


def test_what_waited_wakes_and_its_owner_is_told():
    shop = make_shop()
    first = make_task(shop=shop)
    second = make_task(
        first.order, shop=shop, title="Pack", after=[first.pk], department_id=shop.warehouse.pk, line_no=None
    )
    operations.finish_task(actor=shop.foreman, task_id=first.pk, result="All fine", at=ON_TIME)
    done, next_one = fresh(first), fresh(second)
    assert (done.state, done.progress, done.result, done.done_at) == ("DONE", 100, "All fine", ON_TIME)
    assert (next_one.open_predecessors, next_one.ready_at) == (0, ON_TIME)
    assert "task.ready" in told(shop.keeper)
    line = OrderLine.objects.get(order=first.order, line_no=1)
    assert (line.work_done, line.work_end_date) == (100, date(2026, 11, 30))
    assert broken_invariants() == {}


def test_one_that_waits_is_not_ended_behind_what_it_waits_for():
    shop = make_shop()
    first = make_task(shop=shop)
    second = make_task(first.order, shop=shop, title="Pack", after=[first.pk])
    with pytest.raises(errors.WrongState):
        operations.finish_task(actor=shop.foreman, task_id=second.pk, at=ON_TIME)


def test_ended_late_it_stands_in_the_ledger_with_what_held_it_up_and_what_follows_moves():
    shop = make_shop()
    first = make_task(shop=shop)
    second = make_task(
        first.order,
        shop=shop,
        title="Pack",
        after=[first.pk],
        planned_start=date(2026, 12, 1),
        planned_end=date(2026, 12, 2),
    )
    operations.block_task(actor=shop.foreman, task_id=first.pk, reason="MATERIAL", words="No strain gauges", at=AT)
    operations.resume_task(actor=shop.foreman, task_id=first.pk, at=AT)
    operations.finish_task(actor=shop.foreman, task_id=first.pk, at=LATE)
    row = DateMove.objects.get(task=first)
    assert (row.before, row.after, row.days, row.cause) == (date(2026, 11, 30), date(2026, 12, 3), 3, "MATERIAL")
    pushed = fresh(second)
    assert pushed.planned_start > date(2026, 12, 3) and pushed.department_due_date == date(2026, 12, 2)
    assert DateMove.objects.get(task=second).cause == "PREDECESSOR"
    assert broken_invariants() == {}


def test_ended_early_the_ledger_counts_below_zero():
    shop = make_shop()
    task = make_task(shop=shop)
    operations.finish_task(actor=shop.foreman, task_id=task.pk, at=AT + timedelta(4))  # a Tuesday
    assert DateMove.objects.get(task=task).days == -4
    assert fresh(task).planned_end == date(2026, 11, 24)


def test_on_a_sunday_nothing_is_late_that_had_to_end_on_friday():
    shop = make_shop()
    task = make_task(shop=shop, planned_end=date(2026, 11, 27))
    operations.finish_task(actor=shop.foreman, task_id=task.pk, at=datetime(2026, 11, 29, 3, tzinfo=UTC))
    assert not DateMove.objects.exists() and fresh(task).planned_end == date(2026, 11, 27)


def test_taken_up_again_what_follows_waits_again():
    shop = make_shop()
    first = make_task(shop=shop)
    second = make_task(first.order, shop=shop, title="Pack", after=[first.pk], department_id=shop.warehouse.pk)
    operations.finish_task(actor=shop.foreman, task_id=first.pk, at=ON_TIME)
    operations.reopen_task(actor=shop.foreman, task_id=first.pk, reason="Two drift", at=ON_TIME)
    again, waits = fresh(first), fresh(second)
    assert (again.state, again.progress, again.done_at) == ("RUNNING", 90, None)
    assert (waits.open_predecessors, waits.ready_at) == (1, None)
    assert "task.waits" in told(shop.keeper)
    assert broken_invariants() == {}


def test_a_frozen_order_begins_nothing_but_ends_what_runs():
    shop = make_shop()
    running = make_task(shop=shop)
    other = make_task(running.order, shop=shop, title="Pack")
    operations.start_task(actor=shop.foreman, task_id=running.pk, at=AT)
    lifecycle.freeze_order(
        actor=system_user(),
        order_id=running.order_id,
        reason="Payment",
        at=AT,
    )
    with pytest.raises(errors.WrongState) as refused:
        operations.start_task(actor=shop.foreman, task_id=other.pk, at=AT)
    assert refused.value.code == "frozen"
    assert operations.finish_task(actor=shop.foreman, task_id=running.pk, at=ON_TIME).state == "DONE"


def test_somebody_who_saw_an_older_state_is_told():
    shop = make_shop()
    task = make_task(shop=shop)
    operations.start_task(actor=shop.foreman, task_id=task.pk, at=AT, version=task.version)
    with pytest.raises(errors.Stale):
        operations.finish_task(actor=shop.foreman, task_id=task.pk, at=ON_TIME, version=task.version)


def test_the_last_task_of_all_is_told_to_who_follows_the_order():
    shop = make_shop()
    order = order_builders.make_effective()
    task = make_task(order, shop=shop)
    operations.finish_task(actor=shop.foreman, task_id=task.pk, at=ON_TIME)
    assert "task.finished" in told(order.salesperson)


def test_nobody_takes_back_the_hours_of_another():
    shop = make_shop()
    task = make_task(shop=shop)
    operations.log_hours(actor=shop.foreman, task_id=task.pk, user_id=shop.worker.pk, hours=Decimal(8), at=AT)
    with pytest.raises(errors.Invalid) as refused:
        operations.log_hours(actor=shop.foreman, task_id=task.pk, hours=Decimal(-8), at=AT)
    assert "hours" in refused.value.fields
    operations.log_hours(actor=shop.foreman, task_id=task.pk, user_id=shop.worker.pk, hours=Decimal(-8), at=AT)
