"""A proposal is released once, and never under a change or an edit."""

import pytest

from common import errors
from orders.tests import builders as orders
from orders.tests.racing import race, refusals
from tasks.decomposing import operations
from tasks.decomposing.models import Decomposition, TaskTemplate, TemplateLink
from tasks.decomposing.operations import keeping, proposing_due
from tasks.decomposing.tests.builders import by_origin, propose
from tasks.task import links
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


def test_who_saw_a_proposal_that_was_replaced_meanwhile_releases_no_other():
    shop, order = make_shop(), orders.make_effective()
    seen = propose(order, shop)
    propose(order, shop)  # somebody else takes it apart again
    actor = orders.person(shop.planner.pk)
    for call in (operations.release, operations.discard):
        with pytest.raises(errors.Stale):
            call(actor=actor, order_id=order.pk, version=seen.version, at=AT)
    assert set(Task.objects.values_list("state", flat=True)) == {"PROPOSED"}


def test_two_who_say_at_once_what_precedes_what_make_no_circle():
    shop = make_shop()
    one, other = TaskTemplate.objects.filter(code__in=["STOCK_PICK", "MADE_MAKE"]).order_by("pk")

    def put(template, before):
        actor = orders.person(shop.planner.pk)
        rows = [(before.code, "FINISH", 0)]
        return lambda: keeping.save_template(actor=actor, template_id=template.pk, before=rows, at=AT)

    assert refusals(race(put(one, other), put(other, one))) == [errors.Invalid]
    assert not links.circle_in(TemplateLink.objects.values_list("predecessor_id", "successor_id"))
