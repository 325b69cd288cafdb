"""Connects the order system with a warehouse's own system: levels, movements, reservations. See inventory.md.

    python inventory.py --url https://orders.example.com --token so_… --theirs http://wms.local --state /var/lib/wms

Down: what is reserved for each order, and what each outbound document took. The warehouse answers reservations: it
holds them, or fewer. Up: goods arrivals, transfers, counts and adjustments become papers of the warehouse.
"""

from decimal import Decimal

from orders_api import Connector, Refused, main

SYSTEM = "WMS"


class Inventory(Connector):
    name = "inventory"

    def round(self) -> bool:
        moved = self.collect("movements", self.post_paper)
        moved |= self.follow_documents("shipments", "outbound.audited,outbound.unaudited", self.issue)
        moved |= self.follow_documents("reservations", "order.*", self.hold)
        return moved

    def post_paper(self, movement: dict) -> None:
        """A movement of theirs is a paper of ours, under their number."""
        names = ("kind", "warehouse", "to_warehouse", "supplier", "reference", "reason", "lines")
        body = {name: movement[name] for name in names if name in movement}
        body |= {"provider": SYSTEM, "external_id": movement["id"]}
        self.ours.post("/api/v1/stock-papers/", body, key=f"{SYSTEM}-movement-{movement['id']}")

    def issue(self, number: str) -> None:
        """What a document took, as it stands: after an un-audit, nothing."""
        document = self.ours.get(f"/api/v1/outbound-documents/{number}/")
        gone = document["status"] in ("AUDITED", "SIGNED")
        lines = [{name: line[name] for name in ("product", "quantity")} for line in document["lines"]] if gone else []
        self.theirs.put(f"/issues/{number}", {"warehouse": document["warehouse"], "lines": lines})

    def hold(self, number: str) -> None:
        """Hand over what is reserved for an order as a whole, and pass on what the warehouse answers to each row."""
        rows = list(self.ours.pages("/api/v1/reservations/", order=number))
        names = ("line_no", "product", "warehouse", "quantity")
        asked = [{name: row[name] for name in names} for row in rows]
        said = self.theirs.put(f"/reservations/{number}", {"rows": asked})
        for row, answer in zip(rows, said["rows"], strict=True):
            if row["answer"] is None or row["answer"]["held"] != row["quantity"]:
                self.pass_on(row, answer)

    def pass_on(self, row: dict, answer: dict) -> None:
        body = {name: row[name] for name in ("order", "line_no", "product", "warehouse")}
        body |= {"provider": SYSTEM, "external_id": answer["id"], "asked": row["quantity"]}
        body |= {"held": answer["held"], "reason": answer.get("reason", "")}
        try:
            self.ours.post("/api/v1/reservations/answers/", body, key=f"{SYSTEM}-held-{answer['id']}")
        except Refused as error:
            if error.code != "reservation_changed":  # then an event says so, and it is handed over anew
                raise

    def differences(self) -> list[str]:
        """What each warehouse has on hand, ours against theirs."""
        here, there = (
            {(row["product"], row["warehouse"]): Decimal(row["on_hand"]) for row in rows}
            for rows in (self.ours.pages("/api/v1/stock/"), self.theirs.get("/levels")["rows"])
        )
        return [
            f"{product} in {warehouse}: {here.get((product, warehouse), 0)} in the order system, "
            f"{there.get((product, warehouse), 0)} in the warehouse"
            for product, warehouse in sorted({*here, *there})
            if here.get((product, warehouse), 0) != there.get((product, warehouse), 0)
        ]


if __name__ == "__main__":
    main(Inventory)
