"""Connects the order system with a carrier: shipments, tracking, expected arrival. See logistics.md.

    python logistics.py --url https://orders.example.com --token so_… \\
        --theirs http://carrier.local --state /var/lib/carrier

Down: audited documents are booked, the waybill number comes back at once. Up: what happens on the way, with the day on
which the goods are expected.
"""

import os

from orders_api import Connector, Refused, main

SYSTEM = os.environ.get("CARRIER_SYSTEM", "CARRIER")
CARRIER = os.environ.get("CARRIER_CODE", "")  # only documents of this carrier; empty: all
PLACE = ("ship_address", "ship_recipient", "ship_phone")


class Logistics(Connector):
    name = "logistics"

    def round(self) -> bool:
        moved = self.follow_documents("shipments", "outbound.audited,outbound.unaudited,outbound.changed", self.book)
        moved |= self.collect_many("news", self.tell)
        return moved

    def book(self, number: str) -> None:
        """Book what left, cancel what came back; a waybill that is new is written into the document."""
        document, etag = self.ours.read(f"/api/v1/outbound-documents/{number}/")
        if CARRIER and document["carrier"] != CARRIER:
            return
        names = ("status", "ship_date", "transport_mode", "lines", *PLACE)
        booked = self.theirs.put(f"/shipments/{number}", {name: document[name] for name in names})
        if document["status"] != "AUDITED" or document["waybill"] or not booked["waybill"]:
            return
        try:
            body = {"waybill": booked["waybill"]}
            self.ours.patch(f"/api/v1/outbound-documents/{number}/", body, etag)
        except Refused as error:
            if error.status != 412:
                raise
            self.book(number)  # somebody changed it meanwhile: look again

    def tell(self, news: list[dict]) -> list[str]:
        names = ("kind", "happened_at", "outbound", "waybill", "place", "text", "person", "arrival_date")
        rows = [
            {name: one[name] for name in names if name in one} | {"provider": SYSTEM, "external_id": one["id"]}
            for one in news
        ]
        key = f"{SYSTEM}-news-{news[0]['no']}-{news[-1]['no']}"
        answers = self.ours.post("/api/v1/tracking-events/bulk/", {"rows": rows}, key)["rows"]
        return ["" if one["result"] in ("taken", "known") else f"{one['field']}: {one['message']}" for one in answers]

    def differences(self) -> list[str]:
        """Shipments on their way: the arrival that customers are told against the carrier's own."""
        unequal = []
        for shipment in self.theirs.get("/expected")["rows"]:
            document = self.ours.get(f"/api/v1/outbound-documents/{shipment['number']}/")
            if document["arrival_date"] != shipment["arrival_date"]:
                told = f"{shipment['number']}: {document['arrival_date']} told, {shipment['arrival_date']} expected"
                unequal.append(told)
        return unequal


if __name__ == "__main__":
    main(Logistics)
