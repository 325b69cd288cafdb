"""What is let go of what a customer owes: within the company's limits, for a reason, and taken back like a receipt."""

from decimal import Decimal as D

import pytest
from rest_framework.test import APIClient

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import errors
from orders.settlement import operations
from orders.settlement.models import Receipt
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT
from orders.tests.page_builders import Browser
from orders.tests.racing import race

pytestmark = pytest.mark.django_db


def write_off(order, amount, kind="DIFFERENCE", reason="尾差", actor=None):
    return operations.write_off(
        actor=actor or people.system_user(),
        plan_row_id=flow.plan_of(order)[0].pk,
        amount=D(amount),
        kind=kind,
        reason=reason,
        at=AT,
    )


def test_a_small_difference_settles_the_order_and_comes_back_with_its_receipt():
    order = builders.make_effective()
    flow.make_paid(order, 995)
    done = write_off(order, 5)
    assert (done.kind, done.allocated, builders.fresh(order).settlement) == ("DIFFERENCE", D(5), "PAID")
    assert flow.broken_invariants() == {}
    operations.void_receipt(actor=people.system_user(), receipt_id=done.pk, reason="客户补付", at=AT)
    assert builders.fresh(order).received_amount == D(995)
    assert flow.broken_invariants() == {}


@pytest.mark.parametrize(("kind", "most"), [("DIFFERENCE", 10), ("CHARGE", 200), ("DISCOUNT", 20)])
def test_no_more_of_an_order_is_let_go_than_the_company_allows(kind, most):
    order = builders.make_effective()
    write_off(order, most - 1, kind)
    with pytest.raises(errors.Conflict) as refused:
        write_off(order, 2, kind)
    assert refused.value.code == "write_off_over"
    write_off(order, 1, kind)


def test_it_wants_a_reason_a_right_and_something_open():
    order = builders.make_effective()
    with pytest.raises(errors.Invalid):
        write_off(order, 1, reason=" ")
    with pytest.raises(errors.Invalid):
        write_off(order, 1, kind="MONEY")
    with pytest.raises(errors.NotAllowed):
        write_off(order, 1, actor=order.salesperson)
    flow.make_paid(order)
    with pytest.raises(errors.Conflict) as refused:
        write_off(order, 1)
    assert refused.value.code == "over_allocated"


def test_the_page_of_the_order_and_systems_do_it_all_the_same():
    order = builders.make_effective()
    finance = Browser(make_user("finance"))
    url = f"/orders/{order.number}/plan/1/write-off/"
    assert url in finance.get(f"/orders/{order.number}/money/").text
    form = {"amount": "3", "kind": "CHARGE", "reason": "手续费", "nonce": "n"}
    assert [finance.post(url, **form).status_code for _ in range(2)] == [303, 303]
    assert Receipt.objects.count() == 1
    client = APIClient()
    client.force_authenticate(make_user("finance"))
    body = {"order": order.number, "sequence": 1, "amount": "2", "kind": "DIFFERENCE", "reason": "尾差"}
    answer = client.post("/api/v1/receipts/write-off/", body, format="json", headers={"Idempotency-Key": "w"})
    assert (answer.status_code, answer.json()["kind"]) == (201, "DIFFERENCE")
    assert [one["kind"] for one in client.get("/api/v1/receipts/?kind=CHARGE").json()["results"]] == ["CHARGE"]
    assert "Bank charge" in finance.get("/receipts/?kind=CHARGE").text


@pytest.mark.django_db(transaction=True)
def test_two_who_write_off_at_once_stay_within_the_limit():
    order = builders.make_effective()
    found = race(lambda: write_off(order, 6), lambda: write_off(order, 6))
    assert sorted(type(one).__name__ for one in found) == ["Conflict", "Receipt"]
    assert flow.broken_invariants() == {}
