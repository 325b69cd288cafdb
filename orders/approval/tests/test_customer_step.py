"""A step that the customer decides, and what must be true before anybody approves (SEMANTICS 7, R102)."""

import pytest

from accounts.people.queries import system_user
from common import errors
from common.invariants import invariants, offenders
from orders.approval import operations, subjects
from orders.approval.subjects import Gate
from orders.approval.tests.builders import ORDER, make_row, step
from orders.lifecycle import operations as lifecycle
from orders.order.models import OrderLine
from orders.order.states import Status
from orders.tests.builders import AT, approve, fresh, make_order_cast, make_submitted, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def questions(monkeypatch):
    """The questions to customers, instead of what really asks them."""
    asked = []
    monkeypatch.setattr(subjects.customer_asked, "_entries", {"test": lambda **question: asked.append(question)})
    return asked


def answer(order, *, is_accepted=True, reason=""):
    return operations.answer_customer(
        actor=system_user(), subject_type=ORDER, subject_id=order.pk, is_accepted=is_accepted, reason=reason, at=AT
    )


def test_the_customer_is_asked_when_it_is_his_turn_and_his_yes_makes_it_effective(cast, questions):
    make_row(step("HEAD"), step("CUSTOMER"))
    order = make_submitted(cast.owner)
    assert questions == []
    with pytest.raises(errors.WrongState):
        answer(order)
    assert approve(order).status == Status.SUBMITTED
    (question,) = questions
    assert (question["subject_type"], question["subject_id"]) == (ORDER, order.pk)
    with pytest.raises(errors.NotAllowed) as refusal:
        lifecycle.approve_order(actor=person(cast.head.pk), order_id=order.pk, at=AT)
    assert "customer" in str(refusal.value)
    assert answer(order) is True
    assert fresh(order).status == Status.EFFECTIVE
    with pytest.raises(errors.WrongState):
        answer(order)


def test_his_no_sends_it_back_with_his_reason(cast, questions):
    make_row(step("CUSTOMER"), step("HEAD"))
    order = make_submitted(cast.owner)
    assert len(questions) == 1
    assert answer(order, is_accepted=False, reason="too dear") is True
    assert (fresh(order).status, fresh(order).rejection_reason) == (Status.DRAFT, "too dear")


def test_he_confirms_what_he_was_asked_about(cast, questions):
    make_row(step("CUSTOMER"))
    order = make_submitted(cast.owner)
    OrderLine.objects.filter(order=order).update(price=1)
    with pytest.raises(errors.DomainError):
        answer(order)
    assert fresh(order).status == Status.SUBMITTED


def test_a_salesperson_who_records_the_customers_answer_decides_nothing_of_his_own(cast, questions):
    make_row(step("CUSTOMER"))
    order = make_submitted(cast.owner)
    operations.answer_customer(
        actor=cast.owner, subject_type=ORDER, subject_id=order.pk, is_accepted=True, reason="", at=AT
    )
    assert not offenders(invariants["approval.own"]) and not offenders(invariants["approval.undecided"])


def test_a_gate_that_is_shut_refuses_approval_but_not_sending_back(cast, monkeypatch):
    shut = Gate(ORDER, lambda order_id, content_hash: "Not yet.")
    monkeypatch.setattr(subjects.gates, "_entries", {"test": shut})
    order = make_submitted(cast.owner)
    with pytest.raises(errors.WrongState) as refusal:
        approve(order)
    assert (refusal.value.code, str(refusal.value)) == ("not_approvable", "Not yet.")
    with pytest.raises(errors.NotAllowed):  # who is not asked learns nothing of it
        lifecycle.approve_order(actor=person(cast.director.pk), order_id=order.pk, at=AT)
    lifecycle.reject_order(actor=person(cast.head.pk), order_id=order.pk, reason="no", at=AT)
    assert fresh(order).status == Status.DRAFT
