"""Two heads assign at once: one of them does, the other hears of it."""

import pytest

from accounts.tests.builders import make_user
from common import errors
from orders.tests.builders import AT, person
from orders.tests.racing import race, refusals
from tasks.assigning import keeping, operations
from tasks.assigning.models import Assignment, AssignmentWeights
from tasks.task.models import PersonSkill, Task
from tasks.tests.builders import make_shop, make_task, skill

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_heads_who_assign_at_once_assign_once():
    shop = make_shop()
    task = make_task(shop=shop)
    for one in (shop.worker, shop.mate):
        PersonSkill.objects.create(user=one, skill=skill(), level=3)
    deputy = make_user("executive")

    def pick(actor, who):
        return lambda: operations.pick_executor(
            actor=person(actor.pk), task_id=task.pk, user_id=who.pk, version=task.version, reason="He is free", at=AT
        )

    results = race(pick(shop.foreman, shop.worker), pick(deputy, shop.mate))
    assert refusals(results) == [errors.Stale]
    row = Assignment.objects.get(task=task)
    after = Task.objects.get(pk=task.pk)
    assert (after.owner_id, after.is_picked, after.version) == (row.user_id, True, task.version + 1)


def test_picked_and_given_to_another_department_at_once_it_is_one_of_both():
    shop = make_shop()
    task = make_task(shop=shop)

    def pick():
        return operations.pick_executor(
            actor=person(shop.foreman.pk),
            task_id=task.pk,
            user_id=shop.worker.pk,
            version=task.version,
            reason="He is free",
            at=AT,
        )

    def give():
        return operations.give_to_department(
            actor=person(shop.planner.pk),
            task_id=task.pk,
            department_id=shop.warehouse.pk,
            reason="They have the bench",
            version=task.version,
            at=AT,
        )

    assert refusals(race(pick, give)) == [errors.Stale]
    after = Task.objects.get(pk=task.pk)
    expected = (shop.production.pk, shop.worker.pk, True), (shop.warehouse.pk, shop.keeper.pk, False)
    assert (after.department_id, after.owner_id, after.is_picked) in expected


def test_two_who_make_the_first_weights_of_a_department_make_one_row():
    shop = make_shop()
    weights = {"skill": 40, "experience": 20, "load": 20, "punctuality": 20}

    def save():
        return keeping.save_weights(
            actor=person(shop.foreman.pk), department_id=shop.production.pk, weights=weights, version=0, at=AT
        )

    race(save, save)
    assert AssignmentWeights.objects.filter(department=shop.production).count() == 1
