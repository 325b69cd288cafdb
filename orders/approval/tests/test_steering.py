"""An approver asks somebody else too, or returns it to a step that was decided already (SEMANTICS 7)."""

import pytest

from accounts.collaboration.models import Notification
from accounts.tests.builders import make_user
from common import errors
from orders.approval import queries
from orders.approval.models import ApprovalStep
from orders.approval.tests.builders import ORDER, make_row, step
from orders.lifecycle import operations as lifecycle
from orders.lifecycle.deciding import operations
from orders.order.states import Status
from orders.tests.builders import AT, fresh, make_order_cast, make_submitted, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def expert():
    return make_user("sales_manager")


def approve(user, order):
    return lifecycle.approve_order(actor=person(user.pk), order_id=order.pk, at=AT)


def add(user, order, whom, *, is_before=True):
    return operations.add_approver(
        actor=person(user.pk), order_id=order.pk, person_id=whom.pk, is_before=is_before, question="Is it so?", at=AT
    )


def waits(user, order):
    return queries.waiting_for(person(user.pk)).filter(request__subject_id=order.pk).exists()


def questions(user, order):
    return Notification.objects.filter(user=user, subject_id=order.pk, kind="approval.asked", read_at=None).count()


# --- another approver ------------------------------------------------------------------------------


def test_asked_before_the_present_approver_who_decides_afterwards(cast, expert):
    order = make_submitted(cast.owner)
    add(cast.head, order, expert)
    assert (waits(expert, order), waits(cast.head, order)) == (True, False)
    assert (questions(expert, order), questions(cast.head, order)) == (1, 0)
    with pytest.raises(errors.NotAllowed):
        approve(cast.head, order)
    assert approve(expert, order).status == Status.SUBMITTED
    assert questions(cast.head, order) == 1
    assert approve(cast.head, order).status == Status.EFFECTIVE


def test_asked_after_the_present_approver_and_before_the_next_step(cast, expert):
    make_row(step("HEAD"), step("PERSON", people=[cast.director.pk]))
    order = make_submitted(cast.owner)
    add(cast.head, order, expert, is_before=False)
    approve(cast.head, order)
    assert (waits(expert, order), waits(cast.director, order)) == (True, False)
    approve(expert, order)
    assert approve(cast.director, order).status == Status.EFFECTIVE


def test_beside_others_of_the_same_step_everybody_waits_for_who_was_asked_before(cast, expert):
    other = make_user("sales_manager")
    make_row(step("PERSON", people=[cast.head.pk, other.pk], is_all=True))
    order = make_submitted(cast.owner)
    approve(other, order)
    add(cast.head, order, expert)
    approve(expert, order)
    assert approve(cast.head, order).status == Status.EFFECTIVE


def test_only_who_is_asked_asks_others_and_only_who_may_decide_is_asked(cast, expert):
    order = make_submitted(cast.owner)
    with pytest.raises(errors.NotAllowed):
        add(cast.director, order, expert)
    for whom in (cast.mate, cast.head):
        with pytest.raises(errors.Invalid):
            add(cast.head, order, whom)
    own = make_submitted(expert, actor=cast.desk)
    with pytest.raises(errors.Invalid) as refusal:
        add(cast.director, own, expert)  # nobody nearer than the director may approve for that department
    assert "own" in str(refusal.value.fields["person"][0])


# --- back to a step --------------------------------------------------------------------------------


def return_to(user, order, number):
    return operations.return_order(actor=person(user.pk), order_id=order.pk, step=number, reason="look again", at=AT)


def test_returned_to_a_step_it_and_all_after_it_are_asked_again(cast, expert):
    make_row(step("HEAD"), step("PERSON", people=[expert.pk]), step("PERSON", people=[cast.director.pk]))
    order = make_submitted(cast.owner)
    approve(cast.head, order)
    approve(expert, order)
    return_to(cast.director, order, 2)
    assert (waits(expert, order), waits(cast.director, order)) == (True, False)
    assert (questions(expert, order), questions(cast.director, order)) == (1, 0)
    with pytest.raises(errors.NotAllowed):
        approve(cast.head, order)  # what was decided before it stands
    approve(expert, order)
    assert approve(cast.director, order).status == Status.EFFECTIVE
    decisions = ApprovalStep.objects.filter(request__subject_id=order.pk).values_list("decision", "is_void")
    assert list(decisions) == [
        ("APPROVED", False),
        ("APPROVED", True),
        ("RETURNED", True),
        ("APPROVED", False),
        ("APPROVED", False),
    ]


def test_a_step_can_be_returned_to_again_and_again(cast):
    make_row(step("HEAD"), step("PERSON", people=[cast.director.pk]))
    order = make_submitted(cast.owner)
    for _round in range(2):
        approve(cast.head, order)
        _request, steps = queries.open_request(ORDER, order.pk)
        done = [one.sequence for one in steps if one.decision == "APPROVED" and not one.is_void]
        return_to(cast.director, order, done[-1])
    approve(cast.head, order)
    assert approve(cast.director, order).status == Status.EFFECTIVE


def test_only_to_a_step_that_was_decided(cast):
    make_row(step("HEAD"), step("PERSON", people=[cast.director.pk]))
    order = make_submitted(cast.owner)
    for number in (1, 2, 3):
        with pytest.raises(errors.Invalid):
            return_to(cast.head, order, number)
    with pytest.raises(errors.Invalid):
        operations.return_order(actor=cast.head, order_id=order.pk, step=1, reason=" ", at=AT)
    assert fresh(order).status == Status.SUBMITTED
