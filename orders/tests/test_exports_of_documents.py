"""Outbound documents and receipts as files."""

import pytest

from accounts.exports.tests.taking import rows_of, take, told_of, totals_of
from orders.settlement import operations as settlement
from orders.tests import builders
from orders.tests.builders import AT
from orders.tests.flow_builders import make_outbound, make_receipt, make_shipped

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_outbound_documents_name_their_orders():
    order = builders.make_effective()
    make_shipped(order)
    export = take(order.salesperson, "outbound", f"status=AUDITED&customer={order.customer_id}")
    (row,) = rows_of(export)
    assert row["Orders"] == order.number and row["State"] == "Audited"
    assert row["Customer code"] == order.customer.code
    told = told_of(export)["Condition"]
    assert "State: Audited" in told and f"Customer: {order.customer.code} {order.customer.name}" in told


def test_receipts_are_added_up_by_what_is_allocated_and_left():
    order = builders.make_effective()
    receipt = make_receipt(order, 100)
    void = make_receipt(order, 50)
    settlement.void_receipt(actor=receipt.created_by, receipt_id=void.pk, reason="typed twice", at=AT)
    export = take(receipt.created_by, "receipts")
    found = {row["Number"]: row for row in rows_of(export)}
    assert found[receipt.number]["Amount"] == 100 and found[void.number]["State"] == "Void"
    (total,) = totals_of(export)
    assert total["Currency"] == "CNY" and total["Amount"] is None
    assert total["Allocated"] + total["Left over"] == 100


def test_receipts_are_led_by_their_currency_whoever_names_the_columns():
    receipt = make_receipt(builders.make_effective(), 100)
    export = take(receipt.created_by, "receipts", columns=["number", "amount"])
    assert export.columns == ["number", "currency", "amount"]


def test_nothing_of_others_is_in_the_files():
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    make_outbound(order)
    make_receipt(order, 100)
    for key in ("outbound", "receipts"):
        assert take(cast.stranger, key).rows == 0
