"""A submitted order that gets other people, or another customer, can still be decided: by who may (SEMANTICS 7)."""

import pytest

from accounts.collaboration.models import Notification
from accounts.handover import operations as handover
from accounts.people import operations as people
from accounts.people.queries import system_user
from accounts.tests.builders import make_department, make_user
from common import errors
from common.invariants import invariants, offenders
from customers.cleaning import operations as cleaning
from orders.approval.models import ApprovalRequest
from orders.entry import drafting
from orders.lifecycle import operations as lifecycle
from orders.order import queries
from orders.order.states import Status
from orders.tests.builders import (
    AT,
    approve,
    approver_of,
    fresh,
    make_buyer,
    make_draft,
    make_order_cast,
    make_submitted,
    person,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_order_cast()


def reassign(order, actor, **people):
    return drafting.update_notes(actor=actor, order_id=order.pk, version=None, changes=people, at=AT)


def nothing_broken():
    assert {key: rows for key in invariants if (rows := offenders(invariants[key]))} == {}


def test_reassigned_to_its_approver_it_goes_to_the_next_head_above(cast):
    order = make_submitted(cast.owner)
    assert approver_of(order) == cast.head
    reassign(order, cast.desk, salesperson=cast.head)
    assert approver_of(order) == cast.director
    assert Notification.objects.filter(user=cast.director, kind="approval.asked").exists()
    with pytest.raises(errors.NotAllowed):
        lifecycle.approve_order(actor=person(cast.head.pk), order_id=order.pk, at=AT)
    assert approve(order).status == Status.EFFECTIVE
    nothing_broken()


def test_reassigned_to_somebody_else_the_person_asked_stays(cast):
    order = make_submitted(cast.owner)
    reassign(order, cast.desk, salesperson=cast.stranger)
    assert approver_of(order) == cast.head
    reassign(order, cast.desk, executing_owner=cast.head)
    assert approver_of(order) == cast.head, "who carries it out may decide it"


def test_who_stands_in_for_the_person_asked_does_not_decide_his_own_order_either(cast):
    order = make_submitted(cast.owner)
    people.deactivate_user(actor=system_user(), user_id=cast.head.pk, substitute_id=cast.mate.pk, at=AT)
    reassign(order, cast.desk, salesperson=cast.mate)
    assert approver_of(order) == cast.director


def test_where_nobody_else_may_decide_it_is_not_given_away(cast):
    order = make_submitted(cast.owner)
    people.assign_roles(actor=system_user(), user_id=cast.director.pk, roles=["sales"], at=AT)
    with pytest.raises(errors.Conflict) as refusal:
        reassign(order, cast.desk, salesperson=cast.head)
    assert refusal.value.code == "no_approver"
    assert fresh(order).salesperson == cast.owner


def test_a_leaving_salespersons_orders_that_go_to_his_head_are_decided_above(cast):
    order = make_submitted(cast.owner)
    handover.hand_over(actor=system_user(), from_user_id=cast.owner.pk, to_user_id=cast.head.pk, at=AT, deactivate=True)
    assert fresh(order).salesperson == cast.head
    assert approver_of(order) == cast.director
    assert approve(order).status == Status.EFFECTIVE
    nothing_broken()


@pytest.mark.parametrize("role", ["customer", "bill_to", "ship_to", "agent"])
def test_a_merged_customers_order_is_approved_as_it_was_submitted(cast, role):
    source, target = make_buyer(cast.owner), make_buyer(cast.owner)
    parties = {"customer": source} if role == "customer" else {f"{role}_id": source.pk}
    order = make_submitted(cast.owner, **parties)
    cleaning.merge_customers(actor=system_user(), source_id=source.pk, target_id=target.pk, at=AT)
    after = fresh(order)
    assert (getattr(after, role), after.version) == (target, order.version + 1)
    assert ApprovalRequest.objects.get(subject_id=order.pk).content_hash == after.content_hash != order.content_hash
    assert approve(order).status == Status.EFFECTIVE
    nothing_broken()


def test_an_open_form_does_not_write_a_merged_customer_back(cast):
    source, target = make_buyer(cast.owner), make_buyer(cast.owner)
    order = make_draft(cast.owner, bill_to_id=source.pk)
    cleaning.merge_customers(actor=system_user(), source_id=source.pk, target_id=target.pk, at=AT)
    with pytest.raises(errors.Stale):
        drafting.change_order(
            actor=cast.owner, order_id=order.pk, version=order.version, changes={"bill_to": source}, at=AT
        )


def test_a_new_department_does_not_take_the_decision_from_who_was_asked(cast):
    other = make_department(parent=cast.office)
    newcomer = make_user("sales", department=other)
    order = make_submitted(cast.owner)
    reassign(order, cast.desk, salesperson=newcomer)
    assert fresh(order).department == other
    assert approver_of(order) == cast.head
    assert queries.get_order_by_id(actor=person(cast.head.pk), order_id=order.pk) == order
