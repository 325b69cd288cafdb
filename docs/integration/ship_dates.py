"""Connects the order system with the company's own software that says when goods left. See ship_dates.md.

    python ship_dates.py --url https://orders.example.com --token so_… \\
        --theirs http://dispatch.local --state /var/lib/dispatch

Up: actual ship dates, 100 at a time, each answered: applied, waiting for its document, in conflict. Down: what became
of those that waited.
"""

from orders_api import Connector, main

SYSTEM = "DISPATCH"
TAKEN = ("applied", "pending", "conflict", "dismissed")


class ShipDates(Connector):
    name = "ship-dates"

    def round(self) -> bool:
        moved = self.collect_many("shipped", self.send)
        moved |= self.follow("settled", "/api/v1/events/", self.settle, kind="outbound.ship_date_received")
        return moved

    def send(self, shipped: list[dict]) -> list[str]:
        """An external number is taken once; a row that waits applies by itself when its document is audited."""
        names = ("ship_date", "outbound", "order", "line_no", "quantity", "waybill", "carrier")
        rows = [
            {name: one[name] for name in names if name in one} | {"provider": SYSTEM, "external_id": one["id"]}
            for one in shipped
        ]
        key = f"{SYSTEM}-shipped-{shipped[0]['no']}-{shipped[-1]['no']}"
        answers = self.ours.post("/api/v1/ship-dates/bulk/", {"rows": rows}, key)["rows"]
        for answer in answers:
            if answer["result"] in TAKEN:
                state = {"result": answer["result"], "document": answer["document"]}
                self.theirs.put(f"/states/{answer['external_id']}", state)
        return ["" if one["result"] in TAKEN else f"{one['field']}: {one['message']}" for one in answers]

    def settle(self, event: dict) -> None:
        """A document took its ship date from one of our messages: perhaps one that waited."""
        if event["data"]["provider"] == SYSTEM:
            state = {"result": "applied", "document": event["subject"]["number"]}
            self.theirs.put(f"/states/{event['data']['external_id']}", state)

    def differences(self) -> list[str]:
        """What waits for a document or for a person."""
        waiting = self.ours.pages("/api/v1/ship-dates/", provider=SYSTEM, unsettled="true")
        return [f"{row['external_id']}: {row['state'].lower()} {row['reason'].lower()}" for row in waiting]


if __name__ == "__main__":
    main(ShipDates)
