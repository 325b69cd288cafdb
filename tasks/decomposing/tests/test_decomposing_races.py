"""A proposal is released once, and never under a change or an edit."""

import pytest

from common import errors
from orders.tests import builders as orders
from orders.tests.racing import race, refusals
from tasks.decomposing import operations
from tasks.decomposing.models import Decomposition
from tasks.decomposing.operations import proposing_due
from tasks.decomposing.tests.builders import by_origin, propose
from tasks.task.models import Task, TaskStep
from tasks.tests.builders import AT, make_shop

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_release_at_once_release_once():
    shop, order = make_shop(), orders.make_effective()
    row = propose(order, shop)

    def release():
        actor = orders.person(shop.planner.pk)
        return operations.release(actor=actor, order_id=order.pk, version=row.version, at=AT)

    assert refusals(race(release, release)) in ([errors.NotFound], [errors.Stale])
    assert TaskStep.objects.filter(move="release").count() == Task.objects.count()


def test_edited_and_released_at_once_it_is_one_of_both():
    shop, order = make_shop(), orders.make_effective()
    row = propose(order, shop)
    task = by_origin(order)["STOCK_PICK:1"]

    def edit():
        actor = orders.person(shop.planner.pk)
        changes = {"title": "Pick it today"}
        return operations.edit_proposed(actor=actor, task_id=task.pk, changes=changes, version=task.version, at=AT)

    def release():
        actor = orders.person(shop.planner.pk)
        return operations.release(actor=actor, order_id=order.pk, version=row.version, at=AT)

    results = race(edit, release)
    task.refresh_from_db()
    assert len(refusals(results)) == 1
    assert (task.title == "Pick it today") == (task.state == "PROPOSED")


def test_taken_apart_by_the_job_and_by_a_person_at_once_it_has_one_proposal():
    shop, order = make_shop(), orders.make_effective()

    def by_hand():
        return operations.propose_order(actor=orders.person(shop.planner.pk), order_id=order.pk, at=AT)

    race(by_hand, lambda: proposing_due.propose_due(at=AT))
    assert Decomposition.objects.filter(state="PROPOSED").count() == 1
