"""One task, several people at once: it is ended once, it has one owner, and what waited wakes once."""

from decimal import Decimal

import pytest

from accounts.people.queries import system_user
from common import errors
from orders.lifecycle import operations as lifecycle
from orders.tests.flow_builders import broken_invariants
from orders.tests.racing import behind, race, refusals
from tasks.assigning.models import Assignment
from tasks.doing import operations
from tasks.task.models import Task, TaskStep
from tasks.tests.builders import AT, make_shop, make_task

pytestmark = pytest.mark.django_db(transaction=True)


def test_who_ends_it_behind_another_is_told_that_it_is_done():
    shop = make_shop()
    task = make_task(shop=shop)

    def finish():
        return operations.finish_task(actor=shop.foreman, task_id=task.pk, result="Done", at=AT)

    second = behind(finish, finish)
    assert isinstance(second, errors.WrongState)
    assert TaskStep.objects.filter(task=task, move="finish").count() == 1
    assert broken_invariants() == {}


def test_two_that_end_together_wake_what_waited_for_both():
    shop = make_shop()
    first = make_task(shop=shop)
    second = make_task(first.order, shop=shop, title="Label")
    last = make_task(first.order, shop=shop, title="Pack", after=[first.pk, second.pk])
    race(
        lambda: operations.finish_task(actor=shop.foreman, task_id=first.pk, at=AT),
        lambda: operations.finish_task(actor=shop.foreman, task_id=second.pk, at=AT),
    )
    assert Task.objects.get(pk=last.pk).is_ready
    assert broken_invariants() == {}


def test_handed_to_two_people_at_once_it_has_one_owner():
    shop = make_shop()
    task = make_task(shop=shop)
    version = Task.objects.get(pk=task.pk).version

    def give(person):
        return operations.hand_over(
            actor=shop.foreman, task_id=task.pk, user_id=person.pk, reason="Bench", version=version, at=AT
        )

    found = race(lambda: give(shop.worker), lambda: give(shop.mate))
    assert sum(isinstance(one, errors.Stale) for one in found) == 1
    owner = Task.objects.get(pk=task.pk).owner
    assert Assignment.objects.filter(task=task, how="HANDOVER").get().user == owner


def test_a_task_is_begun_or_its_order_is_void_but_never_both():
    shop = make_shop()
    task = make_task(shop=shop)
    found = race(
        lambda: operations.start_task(actor=shop.foreman, task_id=task.pk, at=AT),
        lambda: lifecycle.void_order(actor=system_user(), order_id=task.order_id, reason="Not wanted", at=AT),
    )
    after = Task.objects.select_related("order").get(pk=task.pk)
    assert (after.order.status, after.state) in (("EFFECTIVE", "RUNNING"), ("VOID", "DROPPED")), found
    assert broken_invariants() == {}


def test_two_reports_at_once_make_no_day_of_more_than_24_hours():
    shop = make_shop()
    tasks = [make_task(shop=shop), make_task(shop=shop)]

    def log(task):
        return lambda: operations.log_hours(actor=shop.foreman, task_id=task.pk, hours=Decimal(15), at=AT)

    results = race(*[log(one) for one in tasks])
    assert refusals(results) == [errors.Invalid]
    assert sum(Task.objects.values_list("actual_hours", flat=True)) == 15
