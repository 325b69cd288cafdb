"""Who stands above his limit has leave, or something changed since (RELIABILITY 3: 11)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from common.invariants import invariants, offenders
from customers.grading import State
from customers.models import Customer
from orders.credit.models import SpecialApproval
from orders.order.models import OrderStep
from orders.tests.builders import AT, TODAY, make_buyer, make_order_cast, make_submitted, person

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)


def found():
    return [row["id"] for row in offenders(invariants["credit.passed"])]


def test_who_passed_the_limit_without_leave_is_named():
    cast = make_order_cast()
    order = make_submitted(cast.owner, customer=make_buyer(cast.owner), at=LATER)
    below, above = order.total_amount, order.total_amount - 1
    Customer.objects.filter(pk=order.customer_id).update(credit_limit=below, updated_at=AT)
    assert found() == []
    Customer.objects.filter(pk=order.customer_id).update(credit_limit=above)
    assert found() == [order.pk], "as an import that does not ask would leave it"
    leave = SpecialApproval.objects.create(
        order=order,
        amount=Decimal(1),
        valid_until=TODAY,
        reason="急用",
        state=State.APPROVED,
        requested_by=cast.owner,
        requested_at=AT,
        decided_by=person(cast.head.pk),
        decided_at=AT,
    )
    assert found() == []
    SpecialApproval.objects.filter(pk=leave.pk).update(valid_until=TODAY - timedelta(days=1))
    assert found() == [order.pk]
    OrderStep.objects.filter(order=order).update(at=AT - timedelta(days=1))
    assert found() == [], "the customer was changed since: his limit was another one then"
