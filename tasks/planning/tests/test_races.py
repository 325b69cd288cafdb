"""Two at once over two real connections: a plan is taken once, and what somebody finishes meanwhile stays finished."""

from datetime import timedelta

import pytest

from accounts.people import operations as people
from accounts.people.models import User
from accounts.people.queries import system_user
from common import errors
from common.operation import in_operation
from orders.tests.racing import race, refusals
from tasks.planning import operations, queries, running
from tasks.planning.models import PlanMove, PlanRun
from tasks.planning.tests.scenes import AT, can, make_work, plan
from tasks.scheduling import operations as scheduling
from tasks.scheduling.models import DateMove
from tasks.task import queries as tasks
from tasks.task import writing
from tasks.task.models import Task
from tasks.tests.builders import make_shop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shop():
    found = make_shop()
    can(found.worker, "ASSEMBLY")
    return found


def take(run, who):
    actor = User.objects.get(pk=who.pk)
    return lambda: operations.take_plan(actor=actor, run_id=run.pk, at=AT)


def test_two_who_take_a_plan_take_it_once(shop):
    make_work(3, shop=shop)
    run = plan(shop.foreman, shop.production)
    answers = race(take(run, shop.foreman), take(run, shop.planner))
    assert refusals(answers) == [errors.WrongState]
    assert PlanMove.objects.filter(run=run, is_taken=True).count() == 3
    assert DateMove.objects.filter(cause="PLAN").count() == sum(
        one.move.old_end != one.move.new_end for one in queries.rows_of(run)
    )


def test_taken_and_thrown_away_at_once_it_is_one_of_both(shop):
    make_work(2, shop=shop)
    run = plan(shop.foreman, shop.production)
    actor = User.objects.get(pk=shop.planner.pk)
    answers = race(take(run, shop.foreman), lambda: operations.discard_plan(actor=actor, run_id=run.pk, at=AT))
    assert refusals(answers) == [errors.WrongState]
    is_taken = PlanRun.objects.get(pk=run.pk).state == "TAKEN"
    assert Task.objects.filter(is_picked=True).exists() is is_taken


def test_a_task_somebody_changes_at_that_moment_is_never_overwritten(shop):
    first, _second = make_work(2, shop=shop)
    run = plan(shop.foreman, shop.production)

    def change():
        def mark():
            task, _order, _lines = tasks.lock_task(actor=shop.foreman, task_id=first.pk)
            task.goal = "Changed meanwhile"
            writing.save([task], ("goal",), AT)

        in_operation(shop.foreman.pk, mark)

    answers = race(take(run, shop.foreman), change)
    assert refusals(answers) == []
    first.refresh_from_db()
    assert first.goal == "Changed meanwhile"
    taken = PlanMove.objects.get(run=run, task=first).is_taken
    assert first.is_picked is taken


def test_two_workers_work_a_plan_out_once(shop):
    make_work(2, shop=shop)
    run = operations.ask_plan(actor=shop.foreman, department_id=shop.production.pk, seconds=1, at=AT)
    race(lambda: running.run(run.pk, at=AT), lambda: running.run(run.pk, at=AT))
    run.refresh_from_db()
    assert (run.state, run.moves.count()) == ("READY", 2)


@pytest.mark.parametrize("whose", ["department", "company"])
def test_two_who_ask_at_once_get_the_same_plan(shop, whose):
    department_id = shop.production.pk if whose == "department" else None
    actor = User.objects.get(pk=shop.planner.pk)
    answers = race(*[lambda: operations.ask_plan(actor=actor, department_id=department_id, at=AT) for _one in range(2)])
    assert refusals(answers) == []
    assert PlanRun.objects.count() == 1


def test_who_moved_to_another_department_meanwhile_gets_nothing_of_a_plan(shop):
    (task,) = make_work(1, shop=shop)
    run = plan(shop.foreman, shop.production)
    people.update_user(actor=system_user(), user_id=shop.worker.pk, changes={"department_id": shop.warehouse.pk}, at=AT)
    with pytest.raises(errors.Conflict):
        take(run, shop.foreman)()
    task.refresh_from_db()
    assert not task.is_picked


def test_who_will_be_away_which_the_plan_did_not_know_gets_nothing_on_these_days(shop):
    make_work(2, shop=shop)
    run = plan(shop.foreman, shop.production)
    early, late = PlanMove.objects.filter(run=run).order_by("new_start")
    first, second, day = early.task, late.task, early.new_start
    assert late.new_start > day
    scheduling.enter_absence(
        actor=shop.worker, user_id=shop.worker.pk, kind="SICK", first=day, last=day, at=AT + timedelta(minutes=5)
    )
    taken = take(run, shop.foreman)()
    assert [one.pk for one in taken.moved] == [second.pk]
    assert [task.pk for task, _why in taken.refused] == [first.pk]
