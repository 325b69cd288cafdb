"""Tasks go to departments, their heads pick people, and it stays on record why (R135–R137, R140)."""

import copy
from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.collaboration.models import Notification
from accounts.tests.builders import make_user
from common import errors
from orders.tests.builders import make_effective, make_order_cast
from orders.tests.page_builders import statements
from tasks.assigning import candidates, keeping, operations
from tasks.assigning.models import Assignment, AssignmentWeights
from tasks.task.models import PersonSkill, Task
from tasks.tests.builders import AT, make_shop, make_task, skill

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]


@pytest.fixture(scope="module")
def made(once_a_file):
    return once_a_file(_make_all)


@pytest.fixture
def mine(made):
    return copy.deepcopy(made)


@pytest.fixture
def shop(mine):
    return mine[0]


@pytest.fixture
def task(mine):
    return mine[1]


def _make_all():
    shop = _make_shop()
    task = _make_task(shop)
    return shop, task


def _make_shop():
    return make_shop()


def _make_task(shop):
    return make_task(shop=shop, skills=[(skill().pk, 3)])


def teach(person, level, what="ASSEMBLY"):
    PersonSkill.objects.update_or_create(user=person, skill=skill(what), defaults={"level": level})


def pick(task, user, actor, **given):
    given.setdefault("at", AT)
    return operations.pick_executor(actor=actor, task_id=task.pk, user_id=user.pk, **given)


def ranked(task):
    return [(one.person, one.rank) for one in candidates.for_task(task, at=AT)]


def told(person):
    rows = Notification.objects.filter(user=person, read_at=None, kind__startswith="task.")
    return list(rows.values_list("kind", flat=True))


def test_who_can_do_it_is_proposed_who_cannot_stands_last_with_the_reason(shop, task):
    teach(shop.worker, 4)
    teach(shop.mate, 2)
    found = candidates.for_task(task, at=AT)
    assert [one.person for one in found] == [shop.worker, shop.mate, shop.foreman]
    assert [one.rank for one in found] == [1, 2, None]
    assert "Assembly" in found[2].score.why_not


def test_only_people_of_the_department_and_below_it_are_candidates(shop, task):
    assert {one.person for one in candidates.for_task(task, at=AT)} == {shop.foreman, shop.worker, shop.mate}


def test_the_head_picks_who_is_proposed_without_a_word(shop, task):
    teach(shop.worker, 4)
    picked = pick(task, shop.worker, shop.foreman, version=task.version)
    assert (picked.owner, picked.is_picked, picked.version) == (shop.worker, True, task.version + 1)
    row = Assignment.objects.get(task=task)
    assert (row.how, row.user, row.former, row.rank, row.actor) == (
        "PICKED",
        shop.worker,
        shop.foreman,
        1,
        shop.foreman,
    )
    assert row.scores[0]["user"] == shop.worker.pk and row.scores[0]["total"] > row.scores[1]["total"]
    assert told(shop.worker) == ["task.given"] and told(shop.foreman) == []


def test_another_than_the_first_needs_a_reason(shop, task):
    teach(shop.worker, 4)
    teach(shop.mate, 1)
    with pytest.raises(errors.Invalid) as refusal:
        pick(task, shop.mate, shop.foreman)
    assert "reason" in refusal.value.fields
    pick(task, shop.mate, shop.foreman, reason="He is to learn it")
    row = Assignment.objects.get(task=task)
    assert (row.rank, row.reason) == (2, "He is to learn it")


def test_who_takes_another_in_place_says_why_and_the_former_is_told(shop, task):
    teach(shop.worker, 4)
    teach(shop.mate, 3)
    pick(task, shop.worker, shop.foreman)
    with pytest.raises(errors.Invalid):
        pick(task, shop.mate, shop.foreman)
    pick(task, shop.mate, shop.foreman, reason="The other one is ill")
    assert told(shop.worker) == ["task.taken"] and told(shop.mate) == ["task.given"]


def test_somebody_of_another_department_is_not_picked(shop, task):
    with pytest.raises(errors.Invalid):
        pick(task, shop.buyer, shop.foreman, reason="He would do it well")


def test_who_does_not_lead_the_department_picks_nobody(shop, task):
    with pytest.raises(errors.NotAllowed):
        pick(task, shop.worker, shop.mate)
    with pytest.raises(errors.NotFound):
        pick(task, shop.worker, make_order_cast().stranger)


def test_a_page_that_is_out_of_date_picks_nobody(shop, task):
    teach(shop.worker, 4)
    pick(task, shop.worker, shop.foreman, version=task.version)
    with pytest.raises(errors.Stale):
        pick(task, shop.mate, shop.foreman, reason="Rather he", version=task.version)


def test_a_task_goes_to_another_department_with_its_day_and_a_reason(shop, task):
    given = {"actor": shop.planner, "task_id": task.pk, "department_id": shop.warehouse.pk, "at": AT}
    with pytest.raises(errors.Invalid):
        operations.give_to_department(**given)
    day = date(2026, 12, 4)
    moved = operations.give_to_department(**given, due_date=day, reason="They have the bench")
    assert (moved.department, moved.owner, moved.is_picked) == (shop.warehouse, shop.keeper, False)
    assert moved.department_due_date == day
    assert Assignment.objects.get(task=task).how == "DEPARTMENT" and told(shop.keeper) == ["task.given"]


def test_the_day_of_a_department_moves_and_its_executor_stays(shop, task):
    teach(shop.worker, 4)
    pick(task, shop.worker, shop.foreman)
    day = task.department_due_date + timedelta(3)
    moved = operations.give_to_department(
        actor=shop.planner, task_id=task.pk, department_id=shop.production.pk, due_date=day, at=AT
    )
    assert (moved.owner, moved.is_picked, moved.department_due_date) == (shop.worker, True, day)


def test_a_department_is_not_due_before_the_task_begins(shop, task):
    with pytest.raises(errors.Invalid):
        operations.give_to_department(
            actor=shop.planner,
            task_id=task.pk,
            department_id=shop.production.pk,
            due_date=task.planned_start - timedelta(1),
            at=AT,
        )


def test_taken_back_it_is_the_heads_again(shop, task):
    teach(shop.worker, 4)
    pick(task, shop.worker, shop.foreman)
    back = operations.take_back(actor=shop.foreman, task_id=task.pk, reason="He is away", at=AT)
    assert (back.owner, back.is_picked) == (shop.foreman, False)
    with pytest.raises(errors.WrongState):
        operations.take_back(actor=shop.foreman, task_id=task.pk, reason="Again", at=AT)


def test_a_task_that_has_ended_is_given_to_nobody(shop, task):
    Task.objects.filter(pk=task.pk).update(state="DONE", progress=100, done_at=AT)
    with pytest.raises(errors.WrongState):
        pick(task, shop.worker, shop.foreman)


def test_of_many_tasks_each_next_one_counts_what_those_before_took(shop):
    order = make_effective()
    teach(shop.worker, 3)
    teach(shop.mate, 3)
    rows = [
        make_task(order, shop=shop, title=f"Task {n}", skills=[(skill().pk, 3)], planned_hours=Decimal(40))
        for n in range(2)
    ]
    outcome = operations.pick_for_many(actor=shop.foreman, picks=[(one.pk, None) for one in rows], reason="", at=AT)
    assert not outcome.refused
    assert {one.owner for one in outcome.given} == {shop.worker, shop.mate}


def test_of_many_what_is_refused_does_not_hold_up_the_others(shop, task):
    teach(shop.worker, 4)
    other = make_task(shop=shop, department_id=shop.warehouse.pk)
    outcome = operations.pick_for_many(actor=shop.foreman, picks=[(other.pk, None), (task.pk, None)], reason="", at=AT)
    assert [one.pk for one in outcome.given] == [task.pk] and [key for key, _why in outcome.refused] == [other.pk]


def test_candidates_of_many_tasks_cost_as_many_statements_as_those_of_one(shop, task):
    rows = [task, *(make_task(task.order, shop=shop, title=f"More {n}") for n in range(5))]
    one = statements(lambda: candidates.for_task(task, at=AT))
    many = statements(lambda: candidates.for_tasks(rows, at=AT))
    assert many == one <= 14


def test_what_was_done_of_the_like_and_in_time_is_counted(shop, task):
    done = make_task(task.order, shop=shop)
    late = make_task(task.order, shop=shop)
    for one, day in ((done, 0), (late, 30)):
        Task.objects.filter(pk=one.pk).update(
            state="DONE", progress=100, owner=shop.worker, is_picked=True, done_at=AT + timedelta(days=day)
        )
    found = {one.person: one for one in candidates.for_task(task, at=AT + timedelta(days=40))}
    evidence = found[shop.worker].score.evidence
    assert "did 2 of the like" in evidence and "50% of 2 tasks in time" in evidence


# --- weights and skills ----------------------------------------------------------------------------


def save(actor, department, *parts, version=0):
    names = ("skill", "experience", "load", "punctuality")
    return keeping.save_weights(
        actor=actor,
        department_id=department and department.pk,
        weights=dict(zip(names, parts, strict=True)),
        version=version,
        at=AT,
    )


def test_the_head_of_a_department_says_how_it_weighs(shop, task):
    save(shop.foreman, shop.production, 100, 0, 0, 0)
    teach(shop.worker, 5)
    best = candidates.for_task(task, at=AT)[0]
    assert (best.person, best.score.total) == (shop.worker, 100)


def test_weights_make_a_hundred(shop):
    with pytest.raises(errors.Invalid):
        save(shop.foreman, shop.production, 50, 50, 50, 0)


def test_nobody_sets_weights_for_another_department_or_for_the_company(shop):
    with pytest.raises(errors.NotFound):
        save(shop.foreman, shop.warehouse, 25, 25, 25, 25)
    with pytest.raises(errors.NotAllowed):
        save(shop.foreman, None, 25, 25, 25, 25)


def test_dropped_weights_are_those_of_the_department_above(shop, task):
    row = save(shop.foreman, shop.production, 25, 25, 25, 25)
    keeping.drop_weights(actor=shop.foreman, department_id=shop.production.pk, version=row.version, at=AT)
    assert not AssignmentWeights.objects.filter(department=shop.production).exists()
    rows = {one.department_id: one for one in AssignmentWeights.objects.all()}
    assert candidates.weights_for(task.department, rows) == AssignmentWeights.objects.get(department=None)


def test_the_head_keeps_the_skills_of_his_people(shop):
    what = skill()
    levels = keeping.set_skills(actor=shop.foreman, user_id=shop.worker.pk, levels={what.pk: 4}, at=AT)
    assert levels == {what.pk: 4}
    keeping.set_skills(actor=shop.foreman, user_id=shop.worker.pk, levels={what.pk: None}, shown={what.pk: 4}, at=AT)
    assert not PersonSkill.objects.filter(user=shop.worker).exists()
    with pytest.raises(errors.NotFound):
        keeping.set_skills(actor=shop.foreman, user_id=shop.buyer.pk, levels={what.pk: 4}, at=AT)
    with pytest.raises(errors.Invalid):
        keeping.set_skills(actor=shop.foreman, user_id=shop.worker.pk, levels={what.pk: 6}, at=AT)


def test_a_level_that_somebody_else_set_meanwhile_is_not_overwritten(shop):
    what = skill()
    teach(shop.worker, 2)
    with pytest.raises(errors.Stale):
        keeping.set_skills(
            actor=shop.foreman, user_id=shop.worker.pk, levels={what.pk: 4}, shown={what.pk: None}, at=AT
        )


def test_everybody_with_the_right_above_gives_out_too(shop, task):
    teach(shop.worker, 4)
    executive = make_user("executive")
    assert pick(task, shop.worker, executive).owner == shop.worker
