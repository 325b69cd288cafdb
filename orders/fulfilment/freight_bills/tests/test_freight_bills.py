"""Carriers' bills: held against our own freight, agreed by two people, no shipment paid twice (R225)."""

from datetime import date
from decimal import Decimal as D

import pytest
from rest_framework.test import APIClient

from accounts.tests.builders import make_user
from common import errors
from customers.models import Carrier
from orders.fulfilment import operations as fulfilment
from orders.fulfilment.freight_bills import operations, queries
from orders.fulfilment.freight_bills.models import FreightBill
from orders.fulfilment.models import OutboundDocument
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from orders.tests.page_builders import Browser
from orders.tests.racing import race

FIRST = TODAY.replace(day=1)


@pytest.fixture
def carrier(db):
    return Carrier.objects.create(code="SF", name="顺丰")


def ship(carrier, freight="100", waybill="W1", quantity=1, order=None):
    document = flow.make_shipped(
        order or builders.make_effective(), quantity, carrier_id=carrier.pk, freight=D(freight), waybill=waybill
    )
    return OutboundDocument.objects.get(pk=document.pk)


def record(carrier, *pairs, actor=None, number="B-1", **head):
    values = {"bill_date": TODAY, "period_from": FIRST, "period_to": TODAY, **head}
    return operations.record_bill(
        actor=actor or make_user("logistics"),
        head=operations.Head(carrier_id=carrier.pk, carrier_number=number, **values),
        lines=[(one.pk, D(billed)) for one, billed in pairs],
        at=AT,
    )


def approve(bill, **more):
    return operations.approve_bill(actor=make_user("finance"), bill_id=bill.pk, at=AT, **more)


def test_a_bill_is_held_against_the_shipments_own_freight(carrier):
    first, second = ship(carrier), ship(carrier, "50", "W2")
    finance = make_user("finance")
    (month,) = queries.months_unbilled(finance)
    assert (month["shipments"], month["freight_sum"], month["month"]) == (2, D(150), FIRST)
    bill = record(carrier, (first, "105"), (second, "52.51"))
    assert (bill.number, bill.amount, bill.expected, bill.difference) == (
        "FB20261120-0001",
        D("157.51"),
        D(150),
        D("7.51"),
    )
    assert [one.beyond for one in queries.lines_of(bill)] == [False, True], "5 percent is borne, a cent more is not"
    assert queries.months_unbilled(finance) == []
    with pytest.raises(errors.Invalid) as refused:
        approve(bill)
    assert "reason" in refused.value.fields
    assert approve(bill, reason="偏远附加费").status == "APPROVED"
    assert flow.broken_invariants() == {}


def test_another_person_approves_against_the_freight_as_it_stands_then(carrier):
    shipment, finance = ship(carrier), make_user("finance")
    bill = record(carrier, (shipment, "120"), actor=finance)
    with pytest.raises(errors.NotAllowed):
        operations.approve_bill(actor=finance, bill_id=bill.pk, at=AT, reason="x")
    OutboundDocument.objects.filter(pk=shipment.pk).update(freight=D(120))
    approved = approve(bill)
    assert (approved.expected, approved.difference) == (D(120), D(0))
    with pytest.raises(errors.WrongState):
        operations.void_bill(actor=finance, bill_id=bill.pk, reason="x", at=AT)


def test_goods_that_came_back_are_not_agreed_to(carrier):
    shipment = ship(carrier)
    bill = record(carrier, (shipment, "100"))
    fulfilment.unaudit_outbound(actor=make_user("warehouse"), document_id=shipment.pk, reason="错", at=AT)
    with pytest.raises(errors.Conflict) as refused:
        approve(bill)
    assert refused.value.code == "freight_not_left"


@pytest.mark.parametrize("is_paid", [False, True])
def test_goods_on_an_agreed_bill_stay_with_their_carrier_until_that_is_taken_back(carrier, is_paid):
    shipment, finance = ship(carrier), make_user("finance")
    bill = approve(record(carrier, (shipment, "100")))
    if is_paid:
        operations.pay_bill(actor=finance, bill_id=bill.pk, paid_date=TODAY, at=AT)
    keeper, logistics = make_user("warehouse"), make_user("logistics")
    other = Carrier.objects.create(code="DB", name="德邦")
    call = {"document_id": shipment.pk, "at": AT}
    attempts = [
        lambda: fulfilment.unaudit_outbound(actor=keeper, reason="错", **call),
        lambda: fulfilment.update_outbound(actor=logistics, version=None, changes={"carrier": other}, **call),
    ]
    for attempt in attempts:
        with pytest.raises(errors.WrongState, match=bill.number) as refused:
            attempt()
        assert (refused.value.code, refused.value.details["bill"]) == ("freight_agreed", bill.number)
    fulfilment.update_outbound(actor=logistics, version=None, changes={"waybill": "W9"}, **call)
    for _step in range(2 if is_paid else 1):
        operations.take_back_bill(actor=finance, bill_id=bill.pk, reason="错", at=AT)
    assert fulfilment.unaudit_outbound(actor=keeper, reason="错", **call).status == "DRAFT"
    assert flow.broken_invariants() == {}


def test_a_shipment_stands_on_one_live_bill_and_a_number_on_one_of_its_carrier(carrier):
    shipment, other = ship(carrier), ship(carrier, waybill="W2")
    bill = record(carrier, (shipment, "100"))
    for pairs, number, code in (
        ([(shipment, "100")], "B-2", "freight_billed"),
        ([(other, "100")], "B-1", "freight_number_used"),
    ):
        with pytest.raises(errors.Conflict) as refused:
            record(carrier, *pairs, number=number)
        assert refused.value.code == code
    operations.void_bill(actor=make_user("logistics"), bill_id=bill.pk, reason="记错", at=AT)
    again = record(carrier, (shipment, "100"))
    assert queries.bills_of([shipment.pk]) == {shipment.pk: again.number}
    assert flow.broken_invariants() == {}


@pytest.mark.parametrize(
    ("pairs", "head", "field"),
    [
        ([], {}, "lines"),
        (["0"], {}, "lines"),
        (["1.005"], {}, "lines"),
        (["5", "5"], {}, "lines"),
        (["5"], {"bill_date": date(2026, 11, 21)}, "bill_date"),
        (["5"], {"period_from": TODAY, "period_to": FIRST}, "period_to"),
        (["5"], {"number": " "}, "carrier_number"),
    ],
)
def test_what_cannot_be_on_a_bill(carrier, pairs, head, field):
    shipment = ship(carrier)
    with pytest.raises(errors.Invalid) as refused:
        record(carrier, *((shipment, billed) for billed in pairs), **head)
    assert field in refused.value.fields


def test_a_shipment_of_another_carrier_or_that_did_not_leave_is_refused(carrier):
    theirs = ship(Carrier.objects.create(code="DB", name="德邦"))
    waiting = flow.make_outbound(builders.make_effective(), carrier_id=carrier.pk)
    for one in (theirs, waiting):
        with pytest.raises(errors.Invalid):
            record(carrier, (one, "5"))


def test_paid_and_one_step_back_each(carrier):
    bill, finance = approve(record(carrier, (ship(carrier), "100"))), make_user("finance")
    call = {"actor": finance, "bill_id": bill.pk, "at": AT}
    with pytest.raises(errors.Invalid):
        operations.pay_bill(paid_date=date(2026, 11, 21), **call)
    paid = operations.pay_bill(paid_date=TODAY, reference="P-1", **call)
    assert (paid.status, paid.payment_reference) == ("PAID", "P-1")
    with pytest.raises(errors.WrongState):
        operations.pay_bill(paid_date=TODAY, **call)
    states = [operations.take_back_bill(reason="退票", **call).status for _ in range(2)]
    assert states == ["APPROVED", "DRAFT"]
    with pytest.raises(errors.WrongState):
        operations.take_back_bill(reason="退票", **call)


def test_pages_enter_by_paste_change_approve_and_pay(carrier):
    first, second = ship(carrier), ship(carrier, "50", "W2")
    desk, finance = Browser(make_user("logistics")), Browser(make_user("finance"))
    assert "顺丰" in desk.get("/freight-bills/open/").text
    url = f"/freight-bills/new/?carrier={carrier.pk}&month={FIRST}"
    assert f'name="document-{first.pk}"' in desk.get(url).text
    head = {"carrier_number": "B-9", "bill_date": TODAY, "period_from": FIRST, "period_to": TODAY}
    assert "W9" in desk.post(url, **head, pasted="W9\t5", nonce="m").text
    entries = {**head, "pasted": f"w2\t1,050.00\n{first.number} 100", "nonce": "n"}
    answers = [desk.post(url, **entries) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303] and FreightBill.objects.count() == 1
    address = answers[0].headers["Location"]
    assert FreightBill.objects.get().amount == D(1150) and "1,000" in desk.get(address).text
    typed = {f"document-{first.pk}": "100", f"document-{second.pk}": "51", "version": 1}
    assert desk.post(f"{address}edit/", **head, **typed).status_code == 303
    assert finance.post(f"{address}approve/", version=1).status_code == 409
    assert finance.post(f"{address}approve/", version=2).status_code == 303
    assert finance.post(f"{address}pay/", paid_date=TODAY, version=3).status_code == 303
    assert "B-9" in finance.get("/freight-bills/?status=PAID&q=w2").text
    assert address in desk.get(f"/outbound/{first.number}/").text
    assert address not in Browser(make_user("warehouse")).get(f"/outbound/{first.number}/").text
    assert Browser(make_user("sales")).get(address).status_code == 403


def test_systems_bring_a_bill_and_read_what_is_left(carrier):
    shipment = ship(carrier)
    client = APIClient()
    client.force_authenticate(make_user("finance"))
    left = client.get("/api/v1/unbilled-shipments/?carrier=SF").json()["results"]
    assert [(row["document"], row["freight"]) for row in left] == [(shipment.number, "100.00")]
    body = {
        "carrier": "SF",
        "carrier_number": "B-1",
        "bill_date": "2026-11-20",
        "period_from": "2026-11-01",
        "period_to": "2026-11-20",
        "lines": [{"document": shipment.number, "billed": "90.00"}],
    }
    made = [
        client.post("/api/v1/freight-bills/", body, format="json", headers={"Idempotency-Key": key}) for key in "ab"
    ]
    assert [one.status_code for one in made] == [201, 409] and made[1].json()["code"] == "freight_billed"
    assert made[0].json()["difference"] == "-10.00"
    address = f"/api/v1/freight-bills/{made[0].json()['number']}/"
    assert client.patch(address, {"notes": "x"}, format="json").status_code == 428
    seen = {"If-Match": made[0].headers["ETag"]}
    changes = {"notes": "x", "lines": [{"document": shipment.number, "billed": "95.00"}]}
    changed = client.patch(address, changes, format="json", headers=seen).json()
    assert (changed["difference"], changed["notes"], changed["carrier_number"]) == ("-5.00", "x", "B-1")
    assert client.patch(address, changes, format="json", headers=seen).status_code == 412
    path = f"{address}approve/"
    refused = client.post(path, {}, format="json", headers={"Idempotency-Key": "c"})
    assert refused.status_code == 403, "who entered it"


@pytest.mark.django_db(transaction=True)
def test_two_bills_never_both_take_a_shipment():
    carrier = Carrier.objects.create(code="SF", name="顺丰")
    shipment, actor = ship(carrier), make_user("logistics")
    found = race(*(lambda n=n: record(carrier, (shipment, "100"), actor=actor, number=f"B-{n}") for n in range(3)))
    assert sorted(type(one).__name__ for one in found) == ["Conflict", "Conflict", "FreightBill"]
    assert flow.broken_invariants() == {}
