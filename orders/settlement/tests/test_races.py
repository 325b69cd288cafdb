"""One receipt, several callers at once: the money pays once, and who comes second is told how it stands."""

from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from common.models import Event
from orders.lifecycle import operations as lifecycle
from orders.settlement import operations
from orders.settlement.models import Allocation, Receipt
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT
from orders.tests.racing import behind, race

pytestmark = pytest.mark.django_db(transaction=True)


def oldest(receipt):
    return operations.allocate_oldest_first(actor=system_user(), receipt_id=receipt.pk, at=AT)


def test_who_allocates_oldest_first_behind_another_finds_nothing_left_and_does_nothing():
    order = builders.make_effective()
    receipt = flow.make_receipt(order, 600)
    second = behind(lambda: oldest(receipt), lambda: oldest(receipt))
    assert isinstance(second, Receipt) and (second.allocated, second.version) == (Decimal(600), receipt.version + 1)
    assert Allocation.objects.count() == 1
    assert Event.objects.filter(kind="receipt.allocated").count() == 1
    assert builders.fresh(order).received_amount == 600
    assert flow.broken_invariants() == {}


def test_what_another_receipt_paid_meanwhile_is_not_paid_again():
    cast = builders.make_order_cast()
    customer = builders.make_buyer(cast.owner)
    order = builders.make_effective(cast.owner, customer=customer)
    first, other = flow.make_receipt(order, 700), flow.make_receipt(order, 700)
    second = behind(lambda: oldest(first), lambda: oldest(other))
    assert (second.allocated, builders.fresh(order).received_amount) == (Decimal(300), 1000)
    assert flow.broken_invariants() == {}


def test_many_callers_of_the_api_allocate_once():
    order = builders.make_effective()
    receipt = flow.make_receipt(order, 600)
    finance = make_user("finance")

    def call(place):
        caller = APIClient()
        caller.force_authenticate(finance)
        path = f"/api/v1/receipts/{receipt.number}/allocate-oldest-first/"
        return caller.post(path, headers={"Idempotency-Key": f"race-{place}"})

    answers = race(*(lambda place=place: call(place) for place in range(4)))
    assert [(one.status_code, one.json()["allocated"]) for one in answers] == [(200, "600.00")] * 4
    assert Allocation.objects.count() == 1 and builders.fresh(order).received_amount == 600
    assert flow.broken_invariants() == {}


def test_an_order_is_void_or_it_is_paid_but_never_both():
    order = builders.make_effective()
    receipt = flow.make_receipt(order, 600)
    found = race(
        lambda: lifecycle.void_order(actor=system_user(), order_id=order.pk, reason="不要了", at=AT),
        lambda: oldest(receipt),
    )
    after, paid = builders.fresh(order), Receipt.objects.get(pk=receipt.pk).allocated
    assert (after.status, paid) in (("VOID", 0), ("EFFECTIVE", Decimal(600))), found
    assert flow.broken_invariants() == {}
