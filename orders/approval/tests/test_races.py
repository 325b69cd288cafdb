"""Two people at one decision, over two real connections: each decision is taken once."""

import pytest

from accounts.tests.builders import make_user
from common import errors
from orders.approval.delegation.models import Delegation
from orders.approval.models import ApprovalRequest, ApprovalStep
from orders.approval.tests.builders import make_row, step
from orders.entry import drafting
from orders.lifecycle import operations as lifecycle
from orders.lifecycle.deciding import operations as deciding
from orders.order.states import Status
from orders.tests.builders import AT, TODAY, fresh, make_order_cast, make_submitted, person
from orders.tests.racing import race, refusals

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast():
    return make_order_cast()


def approve(user, order):
    actor = person(user.pk)
    return lambda: lifecycle.approve_order(actor=actor, order_id=order.pk, at=AT)


def decided(order):
    rows = ApprovalStep.objects.filter(request__subject_id=order.pk).exclude(decision__in=["", "NOT_NEEDED"])
    return sorted(rows.values_list("decision", flat=True))


def test_two_who_may_take_the_same_decision_take_it_once(cast):
    other = make_user("sales_manager")
    make_row(step("PERSON", people=[cast.head.pk, other.pk]))
    order = make_submitted(cast.owner)
    assert refusals(race(approve(cast.head, order), approve(other, order))) == [errors.WrongState]
    assert (fresh(order).status, decided(order)) == (Status.EFFECTIVE, ["APPROVED"])


def test_two_who_sign_in_parallel_both_sign(cast):
    other = make_user("sales_manager")
    make_row(step("PERSON", people=[cast.head.pk, other.pk], is_all=True))
    order = make_submitted(cast.owner)
    assert refusals(race(approve(cast.head, order), approve(other, order))) == []
    assert (fresh(order).status, decided(order)) == (Status.EFFECTIVE, ["APPROVED", "APPROVED"])


def test_delegate_and_approver_at_once_decide_once(cast):
    deputy = make_user("sales_manager")
    Delegation.objects.create(
        delegator=cast.head, delegate=deputy, first_day=TODAY, last_day=TODAY, created_by=cast.head, created_at=AT
    )
    order = make_submitted(cast.owner)
    (refusal,) = refusals(race(approve(cast.head, order), approve(deputy, order)))
    assert refusal in (errors.WrongState, errors.NotFound)
    assert (fresh(order).status, decided(order)) == (Status.EFFECTIVE, ["APPROVED"])


def test_approved_and_taken_back_to_be_edited_at_once_it_is_one_of_both(cast):
    order = make_submitted(cast.owner)
    owner = person(cast.owner.pk)

    def edit():
        lifecycle.withdraw_order(actor=owner, order_id=order.pk, at=AT)
        drafting.change_order(
            actor=owner, order_id=order.pk, version=fresh(order).version, changes={"freight": 5}, at=AT
        )

    assert len(refusals(race(approve(cast.head, order), edit))) == 1
    request = ApprovalRequest.objects.get(subject_id=order.pk)
    after = fresh(order)
    if after.status == Status.EFFECTIVE:
        assert (request.state, after.freight, request.content_hash) == ("APPROVED", 0, after.content_hash)
    else:
        assert (request.state, after.freight) == ("WITHDRAWN", 5)


def test_approved_and_another_asked_before_at_once_nobody_is_left_out(cast):
    expert = make_user("sales_manager")
    order = make_submitted(cast.owner)
    head = person(cast.head.pk)

    def add():
        deciding.add_approver(actor=head, order_id=order.pk, person_id=expert.pk, is_before=True, at=AT)

    assert len(refusals(race(approve(cast.head, order), add))) == 1
    asked = ApprovalStep.objects.filter(request__subject_id=order.pk, approver=expert).exists()
    assert fresh(order).status == (Status.SUBMITTED if asked else Status.EFFECTIVE)
