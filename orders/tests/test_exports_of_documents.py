"""Outbound documents and receipts as files."""

import pytest

from accounts.exports.tests.taking import rows_of, take, told_of, totals_of
from accounts.people.queries import system_user
from orders.fulfilment.ship_dates.tests.builders import said, send
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


def test_received_ship_dates_are_those_of_the_page():
    document = make_shipped(builders.make_effective())
    send(said(builders.TODAY, external_id="S-1", outbound=document.number), said(external_id="S-2", waybill="SF1"))
    system = system_user()
    (waiting,) = rows_of(take(system, "ship-dates"))
    assert (waiting["External number"], waiting["Outbound document"]) == ("S-2", None)
    assert waiting["State"] == "Pending · No audited document fits yet"
    export = take(system, "ship-dates", "unsettled=")
    assert [row["Outbound document"] for row in rows_of(export)] == [None, document.number]
    assert rows_of(export)[1]["Entered at the audit"].date() == builders.TODAY
    assert told_of(take(system, "ship-dates", "state=APPLIED"))["Condition"] == ["State: Applied"]


def test_stock_movements_are_those_of_the_page():
    document = make_shipped(builders.make_effective(), 3)
    (row,) = rows_of(take(system_user(), "movements", f"document={document.number}"))
    assert (row["Kind"], row["Quantity"], row["Document"]) == ("Issue", -3, document.number)


def test_nothing_of_others_is_in_the_files():
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner)
    make_outbound(order)
    make_receipt(order, 100)
    for key in ("outbound", "receipts", "ship-dates"):
        assert take(cast.stranger, key).rows == 0
