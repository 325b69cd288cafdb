"""Block, credit, first and last order."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.people import queries as people
from accounts.tests.builders import AT, make_user
from common import errors, operation
from customers import operations
from customers.tests.builders import make_customer

pytestmark = pytest.mark.django_db


def test_a_block_needs_a_reason_and_is_lifted_again():
    finance, customer = make_user("finance"), make_customer()
    with pytest.raises(errors.Invalid):
        operations.block_customer(actor=finance, customer_id=customer.pk, reason="", at=AT)
    operations.block_customer(actor=finance, customer_id=customer.pk, reason="拖欠货款", at=AT)
    customer.refresh_from_db()
    assert (customer.is_blocked, customer.block_reason) == (True, "拖欠货款")
    with pytest.raises(errors.WrongState):
        operations.block_customer(actor=finance, customer_id=customer.pk, reason="again", at=AT)
    operations.unblock_customer(actor=finance, customer_id=customer.pk, at=AT)
    customer.refresh_from_db()
    assert (customer.is_blocked, customer.block_reason) == (False, "")


def test_a_rep_cannot_block_nor_set_credit():
    rep = make_user("sales")
    customer = make_customer(owner=rep)
    with pytest.raises(errors.NotAllowed):
        operations.block_customer(actor=rep, customer_id=customer.pk, reason="x", at=AT)
    with pytest.raises(errors.NotAllowed):
        operations.stop_credit(actor=rep, customer_id=customer.pk, reason="x", at=AT)


def test_credit_is_stopped_with_a_reason_and_resumed():
    customer, finance = make_customer(), make_user("finance")
    with pytest.raises(errors.Invalid):
        operations.stop_credit(actor=finance, customer_id=customer.pk, reason=" ", at=AT)
    operations.stop_credit(actor=finance, customer_id=customer.pk, reason="涉诉", version=1, at=AT)
    customer.refresh_from_db()
    assert (customer.is_credit_stopped, customer.credit_stop_reason, customer.version) == (True, "涉诉", 2)
    with pytest.raises(errors.WrongState):
        operations.stop_credit(actor=finance, customer_id=customer.pk, reason="again", at=AT)
    operations.resume_credit(actor=finance, customer_id=customer.pk, at=AT)
    customer.refresh_from_db()
    assert (customer.is_credit_stopped, customer.credit_stop_reason) == (False, "")


def test_a_limit_is_set_by_the_machine_alone():
    customer = make_customer()
    for actor, amount, refused in (
        (make_user("finance"), 1, errors.NotAllowed),
        (people.system_user(), -1, errors.Invalid),
    ):
        changes = {"credit_limit": Decimal(amount)}
        with pytest.raises(refused):
            operations.set_credit(actor=actor, customer_id=customer.pk, version=1, changes=changes, at=AT)


def test_an_ordinary_edit_cannot_touch_credit():
    customer = make_customer()
    with pytest.raises(ValueError, match="credit_limit"):
        operations.update_customer(
            actor=people.system_user(), customer_id=customer.pk, version=1, changes={"credit_limit": 5}, at=AT
        )


def test_the_first_effective_order_makes_a_customer_an_existing_one():
    customer = make_customer()
    assert customer.is_new

    def note(moment):
        operation.in_operation(people.system_user().pk, lambda: operations.note_effective_order(customer.pk, moment))
        customer.refresh_from_db()

    note(AT)
    note(AT + timedelta(days=9))
    note(AT - timedelta(days=9))
    assert (customer.first_effective_at, customer.last_effective_at) == (
        AT - timedelta(days=9),
        AT + timedelta(days=9),
    )
    assert not customer.is_new
