"""A plan for all open tasks: worked out aside, compared, taken or thrown away (R135–R139, R147)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.collaboration.models import Notification
from accounts.tests.builders import make_user
from common import errors
from common.workdays import calendar
from orders.tests import builders as orders
from tasks.assigning.models import Assignment
from tasks.planning import operations, queries, running
from tasks.planning.models import PlanRun
from tasks.planning.tests.scenes import AT, TODAY, can, make_work, pick, plan
from tasks.scheduling.models import Absence, DateMove
from tasks.task.models import Task
from tasks.tests.builders import make_shop, make_task, skill

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def test_a_plan_changes_nothing_before_it_is_taken():
    shop = make_shop()
    can(shop.worker, "ASSEMBLY")
    tasks = make_work(shop=shop)
    versions = [one.version for one in Task.objects.order_by("pk")]
    run = plan(shop.foreman, shop.production)
    assert run.state == "READY", run.failure
    assert [one.version for one in Task.objects.order_by("pk")] == versions
    assert {one.task_id for one in queries.moves_of(run)} == {one.pk for one in tasks}


def test_work_goes_to_who_has_the_skill_one_task_after_the_other():
    shop = make_shop()
    can(shop.worker, "ASSEMBLY")
    make_work(2, shop=shop)
    rows = queries.rows_of(plan(shop.foreman, shop.production))
    assert {one.move.new_owner for one in rows} == {shop.worker}
    days = sorted((one.move.new_start, one.move.new_end) for one in rows)
    assert days[0][1] < days[1][0]


def test_two_who_can_do_it_do_it_at_once_and_the_planned_days_stay():
    shop = make_shop()
    can(shop.worker, "ASSEMBLY")
    can(shop.mate, "ASSEMBLY")
    make_work(2, shop=shop)
    rows = queries.rows_of(plan(shop.foreman, shop.production))
    assert {one.move.new_owner for one in rows} == {shop.worker, shop.mate}
    assert {(one.move.new_start, one.move.new_end) for one in rows} == {(MONDAY, TUESDAY)}


def test_what_begins_keeps_its_place_and_others_go_around_it():
    shop = make_shop()
    can(shop.worker, "ASSEMBLY")
    running_one, other = make_work(2, shop=shop)
    pick(running_one, shop.worker)
    Task.objects.filter(pk=running_one.pk).update(state="RUNNING", started_at=AT)
    run = plan(shop.foreman, shop.production)
    rows = queries.rows_of(run)
    assert [one.move.task_id for one in rows] == [other.pk]
    assert rows[0].move.new_start >= TUESDAY  # sixteen hours from Friday on


def test_who_is_away_gets_nothing_for_these_days_and_who_could_when_is_said():
    shop = make_shop()
    can(shop.worker, "ASSEMBLY")
    Absence.objects.create(
        user=shop.worker, first=date(2026, 11, 20), last=date(2026, 12, 4), created_by=shop.foreman, created_at=AT
    )
    make_work(1, shop=shop)
    run = plan(shop.foreman, shop.production)
    assert queries.rows_of(run) == []
    (given,) = run.figures["gives"]
    assert (given["kind"], given["user"], run.figures["open_after"]) == ("NOBODY", shop.worker.pk, 1)
    assert given["until"] >= "2026-12-08" and given["days"] > 0


def test_what_nobody_can_do_says_why_and_is_left_as_it_is():
    shop = make_shop()
    can(shop.worker, "ASSEMBLY")
    make_work(1, shop=shop, skills=[(skill("WELDING").pk, 3)])
    make_work(1, shop=shop)
    run = plan(shop.foreman, shop.production)
    faults = [one for one in queries.rows_of(run) if one.is_fault]
    assert len(faults) == 1 and "Welding" in faults[0].why
    assert run.figures["unplanned"] == 1
    taken = operations.take_plan(actor=shop.foreman, run_id=run.pk, at=AT)
    assert len(taken.moved) == 1
    assert not Task.objects.get(pk=faults[0].move.task_id).is_picked


def test_what_comes_before_is_done_the_day_before():
    shop = make_shop()
    can(shop.worker, "ASSEMBLY")
    can(shop.mate, "ASSEMBLY")
    first = make_work(1, shop=shop, hours=4)[0]
    make_task(
        first.order, shop=shop, planned_start=MONDAY, planned_end=MONDAY, planned_hours=Decimal(4), after=[first.pk]
    )
    rows = {one.move.task_id: one for one in queries.rows_of(plan(shop.foreman, shop.production))}
    after = next(one for pk, one in rows.items() if pk != first.pk)
    before = rows[first.pk]
    assert after.move.new_start > before.move.new_end
    assert "Assemble 1" in after.why


def test_the_figures_say_which_promises_are_lost_now_and_saved_by_the_plan():
    shop = make_shop()
    can(shop.worker, "ASSEMBLY")
    order = orders.make_effective()
    due = order.lines.get(line_no=1).promised_ship_date
    make_work(1, order=order, shop=shop, days=(due + timedelta(7), due + timedelta(8)))
    run = plan(shop.foreman, shop.production)
    assert run.figures["saved"] == [{"order": str(order), "line_no": 1}]
    assert (run.figures["late_before"], run.figures["late_after"], run.figures["lost"]) == (1, 0, [])
    assert run.figures["earlier"] == 1


def test_the_figures_say_that_the_plan_that_stands_gives_more_hours_than_there_are():
    shop = make_shop()
    can(shop.worker, "ASSEMBLY")
    for task in make_work(3, hours=4, days=(MONDAY, MONDAY), shop=shop):
        pick(task, shop.worker)
    figures = plan(shop.planner, shop.production).figures
    assert (figures["overbooked_hours"], figures["overbooked_people"]) == (4.0, 1)


def test_short_work_fits_into_a_day_as_the_loads_count_it():
    shop = make_shop()
    can(shop.worker, "ASSEMBLY")
    tasks = make_work(20, hours="0.4", days=(TODAY, TODAY), shop=shop)
    for task in tasks:
        pick(task, shop.worker)
    figures = plan(shop.planner, shop.production).figures
    assert (figures["changed"], figures["overbooked_hours"], figures["is_proven"]) == (0, 0, True)


def test_who_was_picked_stays_unless_the_plan_may_choose_anew():
    shop = make_shop()
    can(shop.worker, "ASSEMBLY")
    can(shop.mate, "ASSEMBLY")
    order = orders.make_effective()
    due = order.lines.get(line_no=1).promised_ship_date
    hours = 8 * (calendar().between(TODAY, due) + 1)  # all the time there is
    for task in make_work(2, order=order, shop=shop, days=(TODAY, due), hours=hours):
        pick(task, shop.worker)
    kept = plan(shop.foreman, shop.production, keeps_people=True)
    assert queries.rows_of(kept) == []
    assert {one["kind"] for one in kept.figures["gives"]} == {"FULL"}
    free = plan(shop.foreman, shop.production, keeps_people=False)
    assert (free.figures["people_moved"], free.figures["overbooked_after"]) == (1, 0)


def test_a_plan_never_gives_up_a_promise_for_hours_that_are_not_there():
    """Two tasks of one person on the last day before the goods leave: one too many, and said so."""
    shop = make_shop()
    can(shop.worker, "ASSEMBLY")
    order = orders.make_effective()
    due = order.lines.get(line_no=1).promised_ship_date
    hours = 8 * (calendar().between(TODAY, due) + 1)
    full, other = (
        make_work(1, order=order, shop=shop, days=(TODAY, due), hours=hours)[0],
        make_work(1, order=order, shop=shop, days=(due, due), hours="0.5")[0],
    )
    pick(full, shop.worker)
    pick(other, shop.worker)
    run = plan(shop.foreman, shop.production)
    assert (run.solver, run.figures["changed"], run.figures["lost"]) == (running.STANDING, 0, [])
    (given,) = run.figures["gives"]
    assert (given["kind"], given["hours"], given["days"]) == ("FULL", 0.5, 1)


def test_taking_a_plan_moves_days_and_people_with_ledger_assignment_and_one_notice_each():
    shop = make_shop()
    can(shop.worker, "ASSEMBLY")
    tasks = make_work(3, shop=shop)
    run = plan(shop.foreman, shop.production)
    taken = operations.take_plan(actor=shop.foreman, run_id=run.pk, at=AT, version=run.version)
    assert len(taken.moved) == 3 and not taken.refused
    stored = Task.objects.filter(pk__in=[one.pk for one in tasks])
    assert {(one.owner_id, one.is_picked) for one in stored} == {(shop.worker.pk, True)}
    assert set(Assignment.objects.filter(how="PLAN").values_list("task_id", flat=True)) == {one.pk for one in tasks}
    moved = {one.task_id for one in queries.rows_of(run) for one in [one.move] if one.old_end != one.new_end}
    assert set(DateMove.objects.filter(cause="PLAN").values_list("task_id", flat=True)) == moved
    assert Notification.objects.filter(user=shop.worker, kind=operations.TAKEN).count() == 1
    line = tasks[0].order.lines.get(line_no=1)
    assert line.work_end_date == max(one.planned_end for one in stored)
    assert PlanRun.objects.get(pk=run.pk).state == "TAKEN"


def test_some_rows_can_be_taken_alone():
    shop = make_shop()
    can(shop.worker, "ASSEMBLY")
    make_work(2, shop=shop)
    run = plan(shop.foreman, shop.production)
    chosen = queries.rows_of(run)[0]
    operations.take_plan(actor=shop.foreman, run_id=run.pk, move_ids=[chosen.pk], at=AT)
    assert list(Task.objects.filter(is_picked=True).values_list("pk", flat=True)) == [chosen.move.task_id]
    assert [one.is_taken for one in queries.moves_of(run)].count(True) == 1


def test_a_task_that_changed_since_is_left_as_it_is():
    shop = make_shop()
    can(shop.worker, "ASSEMBLY")
    changed, other = make_work(2, shop=shop)
    run = plan(shop.foreman, shop.production)
    Task.objects.filter(pk=changed.pk).update(version=changed.version + 1)
    taken = operations.take_plan(actor=shop.foreman, run_id=run.pk, at=AT)
    assert [one.pk for one in taken.moved] == [other.pk]
    assert [one.pk for one, _why in taken.refused] == [changed.pk]
    changed.refresh_from_db()
    assert not changed.is_picked


def test_a_plan_whose_days_have_passed_moves_nothing_into_the_past():
    shop = make_shop()
    can(shop.worker, "ASSEMBLY")
    order = orders.make_effective()
    due = order.lines.get(line_no=1).promised_ship_date
    make_work(1, order=order, shop=shop, days=(due + timedelta(7), due + timedelta(8)))
    run = plan(shop.foreman, shop.production)
    assert queries.rows_of(run)[0].move.new_start < due
    with pytest.raises(errors.Conflict):
        operations.take_plan(actor=shop.foreman, run_id=run.pk, at=AT + timedelta(40))


def test_a_plan_of_which_nothing_is_left_is_refused():
    shop = make_shop()
    can(shop.worker, "ASSEMBLY")
    make_work(1, shop=shop)
    run = plan(shop.foreman, shop.production)
    Task.objects.update(state="RUNNING", started_at=AT)
    with pytest.raises(errors.Conflict):
        operations.take_plan(actor=shop.foreman, run_id=run.pk, at=AT)
    assert PlanRun.objects.get(pk=run.pk).state == "READY"


def test_a_plan_is_taken_once():
    shop = make_shop()
    can(shop.worker, "ASSEMBLY")
    make_work(1, shop=shop)
    run = plan(shop.foreman, shop.production)
    operations.take_plan(actor=shop.foreman, run_id=run.pk, at=AT)
    with pytest.raises(errors.WrongState):
        operations.take_plan(actor=shop.foreman, run_id=run.pk, at=AT)
    with pytest.raises(errors.WrongState):
        operations.discard_plan(actor=shop.foreman, run_id=run.pk, at=AT)


def test_asking_twice_gives_the_one_that_is_being_worked_out():
    shop = make_shop()
    first = operations.ask_plan(actor=shop.foreman, department_id=shop.production.pk, at=AT)
    assert operations.ask_plan(actor=shop.foreman, department_id=shop.production.pk, at=AT) == first


def test_what_was_thrown_away_while_it_was_worked_out_stays_away(monkeypatch):
    shop = make_shop()
    make_work(1, shop=shop)
    run = operations.ask_plan(actor=shop.foreman, department_id=shop.production.pk, seconds=1, at=AT)
    real = running.work_out

    def thrown_away_meanwhile(plan, *, at):
        found = real(plan, at=at)
        operations.discard_plan(actor=shop.foreman, run_id=plan.pk, at=at)
        return found

    monkeypatch.setattr(running, "work_out", thrown_away_meanwhile)
    running.run(run.pk, at=AT)
    run.refresh_from_db()
    assert (run.state, run.moves.count()) == ("DISCARDED", 0)


def test_a_plan_that_breaks_says_so(monkeypatch):
    shop = make_shop()
    run = operations.ask_plan(actor=shop.foreman, department_id=shop.production.pk, at=AT)
    monkeypatch.setattr(running.standing, "standing_of", lambda *_given, **_named: 1 / 0)
    running.run(run.pk, at=AT)
    run.refresh_from_db()
    assert run.state == "FAILED" and run.failure


def test_the_scan_finds_what_waits_and_gives_up_what_a_dead_worker_left():
    shop = make_shop()
    waiting = operations.ask_plan(actor=shop.foreman, department_id=shop.production.pk, seconds=1, at=AT)
    dead = operations.ask_plan(actor=shop.buyer, department_id=shop.purchasing.pk, seconds=1, at=AT)
    operations.begin_plan(actor=shop.buyer, run_id=dead.pk, at=AT - timedelta(hours=2))
    assert running.scan(at=AT) == 1
    assert PlanRun.objects.get(pk=waiting.pk).state == "READY"
    assert PlanRun.objects.get(pk=dead.pk).state == "FAILED"


def test_a_head_plans_his_department_and_not_another_nor_the_company():
    shop = make_shop()
    for department_id in (shop.warehouse.pk, None):
        with pytest.raises(errors.NotAllowed):
            operations.ask_plan(actor=shop.foreman, department_id=department_id, at=AT)
    with pytest.raises(errors.NotAllowed):
        operations.ask_plan(actor=shop.worker, department_id=shop.production.pk, at=AT)
    assert operations.ask_plan(actor=shop.planner, department_id=None, at=AT).department is None


def test_a_stranger_does_not_find_a_plan():
    shop = make_shop()
    run = operations.ask_plan(actor=shop.foreman, department_id=shop.production.pk, at=AT)
    for stranger in (shop.buyer, make_user("sales")):
        with pytest.raises(errors.NotFound):
            queries.get_run(actor=stranger, run_id=run.pk)
        with pytest.raises(errors.NotFound):
            operations.discard_plan(actor=stranger, run_id=run.pk, at=AT)


def test_reading_the_work_takes_the_same_statements_however_much_there_is(django_assert_max_num_queries):
    shop = make_shop()
    can(shop.worker, "ASSEMBLY")
    order = orders.make_effective()
    make_work(12, shop=shop, order=order)
    run = operations.ask_plan(actor=shop.foreman, department_id=shop.production.pk, seconds=1, at=AT)
    with django_assert_max_num_queries(30):
        running.work_out(run, at=AT)
