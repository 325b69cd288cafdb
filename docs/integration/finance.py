"""Connects the order system with accounting: amounts, invoices and receipts. See finance.md.

    python finance.py --url https://orders.example.com --token so_… --theirs http://ledger.local --state /var/lib/ledger

Down: every fact of the company's money becomes a posting, every order an open item with its amounts. Up: payments that
the bank reported are recorded and allocated, states of e-invoices noted.
"""

from collections import defaultdict
from decimal import Decimal

from orders_api import Connector, main

SYSTEM = "LEDGER"
ORDERS = "order.effective,order.revised,order.closed,order.reopened,order.voided,order.paid,order.payment_revoked"


class Finance(Connector):
    name = "finance"

    def round(self) -> bool:
        moved = self.follow("facts", "/api/v1/finance-events/", self.post)
        moved |= self.follow_documents("orders", ORDERS, self.open_item)
        moved |= self.collect("payments", self.record)
        moved |= self.collect("tax-states", self.note_tax)
        return moved

    def post(self, fact: dict) -> None:
        """A posting under the fact's number: a second time it is the same posting. Amounts carry the sign of their
        effect, so the sum is right whatever was taken back."""
        self.theirs.put(f"/postings/{fact['id']}", fact)

    def open_item(self, number: str) -> None:
        order = self.ours.get(f"/api/v1/orders/{number}/")
        names = ("currency", "total_amount", "due_amount", "received_amount", "invoiced_amount", "status")
        amounts = {name: order[name] for name in names}
        self.theirs.put(f"/orders/{number}", {"customer": order["customer"]["code"], **amounts})

    def record(self, payment: dict) -> None:
        """The bank's number makes a payment one receipt, however often it is sent; then the oldest debts are paid."""
        names = ("customer", "amount", "currency", "received_date", "payer")
        body = {name: payment[name] for name in names} | {"provider": SYSTEM, "external_id": payment["id"]}
        receipt = self.ours.post("/api/v1/receipts/", body, key=f"{SYSTEM}-payment-{payment['id']}")
        path = f"/api/v1/receipts/{receipt['number']}/allocate-oldest-first/"
        self.ours.post(path, None, key=f"{SYSTEM}-allocate-{payment['id']}")

    def note_tax(self, state: dict) -> None:
        names = ("tax_state", "tax_code", "tax_serial", "message")
        body = {name: state[name] for name in names if name in state}
        self.ours.post(f"/api/v1/invoices/{state['invoice']}/tax-state/", body, key=f"{SYSTEM}-tax-{state['no']}")

    def differences(self) -> list[str]:
        """Receipts and invoices by currency: what stands in the order system against what was posted."""
        here: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for receipt in self.ours.pages("/api/v1/receipts/"):
            if not receipt["is_void"]:
                here["receipts", receipt["currency"]] += Decimal(receipt["amount"])
        for invoice in self.ours.pages("/api/v1/invoices/"):
            if invoice["status"] == "ISSUED":
                here["invoices", invoice["currency"]] += Decimal(invoice["amount"])
        there = {(row["what"], row["currency"]): Decimal(row["sum"]) for row in self.theirs.get("/totals")["rows"]}
        return [
            f"{what} in {currency}: {here[what, currency]} in the order system, {there.get((what, currency), 0)} posted"
            for what, currency in sorted({*here, *there})
            if here[what, currency] != there.get((what, currency), 0)
        ]


if __name__ == "__main__":
    main(Finance)
