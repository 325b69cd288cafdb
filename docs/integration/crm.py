"""Connects the order system with a CRM: customers, orders, feedback and ratings. See crm.md.

    python crm.py --url https://orders.example.com --token so_… --theirs http://crm.local --state /var/lib/crm

Down: customers with their contacts, and orders linked to them. Up: what customers said and how content they are becomes
words of the customer, and counts in how content he is.
"""

from orders_api import Connector, main

SYSTEM = "CRM"
ORDERS = "order.effective,order.revised,order.promised,order.shipped,order.signed,order.closed,order.voided"


class Crm(Connector):
    name = "crm"

    def round(self) -> bool:
        moved = self.follow_documents("customers", "customer.*,contact.*", self.hand_over)
        moved |= self.follow_documents("orders", ORDERS, self.link)
        moved |= self.collect("feedback", self.write_down)
        moved |= self.collect("ratings", self.rate)
        return moved

    def hand_over(self, code: str) -> None:
        customer = self.ours.get(f"/api/v1/customers/{code}/")
        names = ("code", "name", "kind", "industry", "territory", "is_active", "contacts")
        self.theirs.put(f"/accounts/{code}", {name: customer[name] for name in names})

    def link(self, number: str) -> None:
        order = self.ours.get(f"/api/v1/orders/{number}/")
        names = ("status", "order_date", "promised_date", "currency", "total_amount")
        linked = {"account": order["customer"]["code"]} | {name: order[name] for name in names}
        self.theirs.put(f"/orders/{number}", linked)

    def write_down(self, said: dict) -> None:
        """Feedback, a suggestion or a question; with a day somebody comes back to the customer by then."""
        names = ("kind", "text", "order_number", "due_date", "responsible")
        self._note("feedback", said, {name: said[name] for name in names if name in said})

    def rate(self, rating: dict) -> None:
        """How content he is, from 1 to 5."""
        names = ("score", "text", "order_number")
        body = {name: rating[name] for name in names if name in rating}
        self._note("rating", rating, body | {"kind": "SATISFACTION"})

    def _note(self, sort: str, row: dict, body: dict) -> None:
        number = f"{sort}-{row['id']}"
        body |= {"provider": SYSTEM, "external_id": number}
        self.ours.post(f"/api/v1/customers/{row['account']}/notes/", body, key=f"{SYSTEM}-{number}")

    def differences(self) -> list[str]:
        """Ratings that count: those of the order system's customers against those that were given."""
        unequal = []
        for account in self.theirs.get("/scores")["rows"]:
            voice = self.ours.get(f"/api/v1/customers/{account['code']}/voice/")
            if voice["answers"] < account["ratings"]:
                unequal.append(f"{account['code']}: {voice['answers']} ratings counted, {account['ratings']} given")
        return unequal


if __name__ == "__main__":
    main(Crm)
