"""Each invariant of deliveries and money names the row that breaks it (RELIABILITY 3: 3, 5, 7, 8, 12, 13, 24)."""

import copy
from decimal import Decimal as D

import pytest
from django.db import connection

from common.invariants import invariants, offenders
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.order.models import Order, OrderLine
from orders.settlement.models import Allocation, PlanRow, Receipt
from orders.tests import builders
from orders.tests import flow_builders as flow
from products.stock.models import StockMovement

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(once_a_file):
    return once_a_file(_order_with_deliveries_and_money)


@pytest.fixture
def order(made):
    return copy.deepcopy(made)


def _order_with_deliveries_and_money():
    order = builders.make_effective()
    flow.make_signed(order, 4)
    flow.make_outbound(order, 2)
    flow.make_paid(order, 600)
    assert flow.broken_invariants() == {}
    return builders.fresh(order)


def broken(key):
    found = offenders(invariants[key])
    assert found
    return found


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"shipped": D(11)}, "fulfilment.within"),
        ({"signed": D(5)}, "fulfilment.within"),
        ({"returned": D(5)}, "fulfilment.within"),
        ({"reship": D(5)}, "fulfilment.within"),
        ({"shipped": D(5)}, "fulfilment.columns"),
        ({"drafted": D(3)}, "fulfilment.columns"),
        ({"signed": D(3)}, "fulfilment.columns"),
        ({"first_ship_date": None}, "fulfilment.columns"),
        ({"row_closed": True}, "fulfilment.columns"),
        ({"short_closed": D(1)}, "settlement.planned"),
    ],
)
def test_a_line_that_disagrees_with_its_documents_is_named(order, change, key):
    OrderLine.objects.filter(order=order).update(**change)
    (row,) = broken(key)
    assert row.get("order_id", row["id"]) == order.pk


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"received_amount": D(1)}, "settlement.noted"),
        ({"next_due_date": None}, "settlement.noted"),
        ({"status": "VOID"}, "settlement.misplaced"),
        ({"status": "VOID"}, "fulfilment.mixed"),
        ({"currency_id": "USD"}, "settlement.misplaced"),
    ],
)
def test_an_order_that_disagrees_with_its_money_is_named(order, change, key):
    Order.objects.filter(pk=order.pk).update(**change)
    assert {row.get("order_id", row["id"]) for row in broken(key)} == {order.pk}


def test_money_that_does_not_add_up_is_named(order):
    Allocation.objects.update(amount=D(500))
    assert broken("settlement.receipts")[0]["id"] == Receipt.objects.get().pk
    assert broken("settlement.rows")[0]["id"] == PlanRow.objects.get().pk


def test_a_plan_that_does_not_sum_to_what_is_due_is_named(order):
    PlanRow.objects.update(amount=D(900))
    assert broken("settlement.planned")[0]["id"] == order.pk


def test_a_payment_recorded_twice_is_named(order):
    receipts = [flow.make_receipt(order, 1, provider="bank", external_id=f"TX{n}") for n in range(2)]
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX receipt_external_once")
    Receipt.objects.filter(pk=receipts[1].pk).update(external_id="TX0")
    assert broken("settlement.once")[0]["times"] == 2


def test_an_audit_without_its_stock_movement_is_named(order):
    StockMovement.objects.filter(kind="ISSUE").delete()
    assert broken("fulfilment.issued")[0]["number"] == OutboundDocument.objects.order_by("pk").first().number


def test_a_document_of_another_customer_is_named(order):
    other = builders.make_effective()
    OutboundLine.objects.filter(document__status="DRAFT").update(order_line=flow.first_line(other))
    assert broken("fulfilment.mixed")[0]["order_id"] == other.pk
