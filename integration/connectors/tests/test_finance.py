"""Accounting at the other end: amounts, invoices and receipts are equal on both sides, whatever happens in between."""

from decimal import Decimal

import pytest

from common import clock, dates
from integration.connectors.tests import running
from integration.connectors.tests.counterparts import Ledger
from orders.invoicing.models import Invoice
from orders.settlement.models import Receipt
from orders.tests import flow_builders as flow
from orders.tests.builders import fresh, make_effective, make_order_cast

DAY = str(dates.business_day(clock.now()))


def _pay(ledger, customer, amount, number, **more):
    paid = {"currency": "CNY", "received_date": DAY, "payer": "", **more}
    ledger.say("payments", id=number, customer=customer, amount=amount, **paid)


@pytest.mark.slow
def test_money_is_equal_on_both_sides_through_faults_kills_and_a_lost_place(live_server, tmp_path):
    order = flow.make_shipped(make_effective(make_order_cast().owner)).lines.get().order
    flow.make_invoiced(order)
    (invoice,) = Invoice.objects.all()
    with Ledger() as ledger:
        runs = running.runs_of("finance", live_server.url, ledger, tmp_path)
        code = order.customer.code
        _pay(ledger, code, "100.00", "B-1")
        _pay(ledger, "no-such", "5.00", "B-2")
        _pay(ledger, code, "23.45", "B-3")
        ledger.say("tax-states", invoice=invoice.number, tax_state="MADE", tax_serial="0231", tax_code="", message="")
        ledger.faults.extend(running.FAULTS)
        said = runs.once(running.SOME_REFUSED)
        assert "no-such" in said and list(ledger.kept["refusals"]) == ["payments-2"]
        assert [one.external_id for one in Receipt.objects.order_by("pk")] == ["B-1", "B-3"]

        _pay(ledger, code, "7.00", "B-4")
        assert runs.killed_on_its_way() >= 1
        said = runs.once(running.SOME_REFUSED)  # the facts of what was paid meanwhile
        assert '"differences": 0' in said
        assert sum(one.amount for one in Receipt.objects.all()) == Decimal("130.45")
        (open_item,) = ledger.kept["orders"].values()
        assert open_item["received_amount"] == str(fresh(order).received_amount.quantize(Decimal("0.01"))) == "130.45"
        postings = {one["fact"] for one in ledger.kept["postings"].values()}
        assert postings == {"RECEIPT", "ALLOCATION", "INVOICE", "TAX_STATE"}

        before = dict(ledger.kept["postings"])
        runs.from_the_beginning(keys_are_forgotten=True)
        assert '"differences": 0' in runs.once(running.SOME_REFUSED)
        assert Receipt.objects.count() == 3 and set(before) <= set(ledger.kept["postings"])
        invoice.refresh_from_db()
        assert invoice.tax_serial == "0231"
