"""Money paid back: never more than is left of a receipt, once, on the account, and taken back like a receipt."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from rest_framework.test import APIClient

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import errors
from orders.collecting.queries import ledger
from orders.credit.models import CreditExposure
from orders.settlement import operations, queries
from orders.settlement.models import Receipt
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from orders.tests.page_builders import Browser
from orders.tests.racing import race

pytestmark = pytest.mark.django_db


def pay_back(receipt, amount, **more):
    values = {"actor": people.system_user(), "paid_date": TODAY, "reason": "多付", "at": AT, **more}
    return operations.pay_back(receipt_id=receipt.pk, amount=D(amount), **values)


def fresh(receipt):
    return Receipt.objects.get(pk=receipt.pk)


def void(receipt):
    return operations.void_receipt(actor=people.system_user(), receipt_id=receipt.pk, reason="退票", at=AT)


def received(order):
    return CreditExposure.objects.get(holder=order.customer).received


def test_what_is_left_goes_back_and_stands_on_the_account():
    order = builders.make_effective()
    receipt = flow.make_paid(order, 1000)
    extra = flow.make_receipt(order, 200)
    refund = pay_back(extra, 150, reference="P-1")
    assert (refund.number, refund.kind, refund.amount, refund.refund_of_id) == (
        "RF20261120-0001",
        "REFUND",
        D(-150),
        extra.pk,
    )
    assert (fresh(extra).allocated, received(order)) == (D(150), D(1050))
    (account,) = queries.statement(people.system_user(), order.customer_id)
    assert [(one.kind, one.debit, one.credit) for one in account.entries] == [
        ("RECEIPT", D(0), D(1000)),
        ("RECEIPT", D(0), D(200)),
        ("REFUND", D(150), D(0)),
    ]
    told = ledger(people.system_user(), order.customer_id, "CNY", TODAY, TODAY)
    assert (told.closing, told.entries[-1].words) == (D(-1050), "Paid back")
    with pytest.raises(errors.Conflict) as refused:
        pay_back(extra, 51)
    assert (refused.value.code, refused.value.details["left"]) == ("over_paid_back", "50.00")
    with pytest.raises(errors.Conflict):
        pay_back(receipt, 1)
    assert flow.broken_invariants() == {}


def test_it_is_taken_back_by_voiding_it_and_goes_before_its_receipt():
    order = builders.make_effective()
    receipt = flow.make_receipt(order, 200)
    refund = pay_back(receipt, 150)
    with pytest.raises(errors.WrongState):
        void(receipt)
    assert void(refund).is_void
    assert (fresh(receipt).allocated, received(order)) == (D(0), D(200))
    assert flow.broken_invariants() == {}
    with pytest.raises(errors.WrongState):
        operations.restore_receipt(actor=people.system_user(), receipt_id=refund.pk, reason="x", at=AT)
    void(receipt)
    with pytest.raises(errors.WrongState):
        pay_back(receipt, 1)
    assert flow.broken_invariants() == {}


def test_only_money_once_by_who_may_with_a_reason_on_a_day_that_can_be():
    order = builders.make_effective()
    receipt = flow.make_receipt(order, 200)
    refund = pay_back(receipt, 10, reference="P-1")
    with pytest.raises(errors.Conflict) as refused:
        pay_back(receipt, 10, reference="P-1")
    assert refused.value.code == "external_id_used"
    with pytest.raises(errors.WrongState):
        pay_back(refund, 5)
    for wrong in (
        {"reason": " "},
        {"paid_date": TODAY + timedelta(days=1)},
        {"paid_date": TODAY - timedelta(days=1)},
        {"paid_date": date(2020, 1, 1)},
    ):
        with pytest.raises(errors.Invalid):
            pay_back(receipt, 10, **wrong)
    with pytest.raises(errors.Invalid):
        pay_back(receipt, 0)
    with pytest.raises(errors.NotAllowed):
        pay_back(receipt, 10, actor=make_user("order_desk"))


def test_pages_and_api():
    order = builders.make_effective()
    receipt = flow.make_receipt(order, 200)
    finance = Browser(make_user("finance"))
    address = f"/receipts/{receipt.number}/"
    assert f"{address}pay-back/" in finance.get(address).text
    form = {"amount": "150", "paid_date": TODAY, "reason": "多付", "version": 1, "nonce": "n"}
    answers = [finance.post(f"{address}pay-back/", **form) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    refund = Receipt.objects.get(kind="REFUND")
    assert (
        refund.number in finance.get(address).text and receipt.number in finance.get(f"/receipts/{refund.number}/").text
    )
    assert refund.number in finance.get("/receipts/?kind=REFUND").text
    client = APIClient()
    client.force_authenticate(make_user("finance"))
    body = {"amount": "60.00", "paid_date": str(TODAY), "reason": "多付"}
    path = f"/api/v1/receipts/{receipt.number}/pay-back/"
    answers = []
    for key, amount in (("a", "60.00"), ("b", "50.00")):
        body["amount"] = amount
        answers.append(client.post(path, body, format="json", headers={"Idempotency-Key": key}))
    assert [one.status_code for one in answers] == [409, 201]
    assert (answers[1].json()["amount"], answers[1].json()["refund_of"]) == ("-50.00", receipt.number)


@pytest.mark.django_db(transaction=True)
def test_what_is_left_is_paid_back_or_allocated_but_never_both():
    order = builders.make_effective()
    receipt = flow.make_receipt(order, 200)
    found = race(
        lambda: pay_back(receipt, 150),
        lambda: pay_back(receipt, 150),
        lambda: operations.allocate_oldest_first(actor=people.system_user(), receipt_id=receipt.pk, at=AT),
    )
    assert fresh(receipt).allocated == 200 or fresh(receipt).allocated == 150, found
    assert Receipt.objects.filter(kind="REFUND").count() <= 1
    assert flow.broken_invariants() == {}
