"""What transport of each shipment costs, and what of it the customer is charged: for whoever settles carriers' bills
(R171). A rule's read: over all rows, without a reader's scope."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from orders.fulfilment.models import OutboundDocument

LEFT = (OutboundDocument.Status.AUDITED, OutboundDocument.Status.SIGNED)


@dataclass(frozen=True)
class Freight:
    """One shipment that left; amounts in the company's currency."""

    document_id: int
    number: str
    carrier_id: int | None
    customer_id: int
    waybill: str
    ship_date: date | None
    cost: Decimal
    charged: Decimal


def freight_of(document_ids: Iterable[int]) -> dict[int, Freight]:
    """Key of each document that left → its freight; one statement."""
    return _read(OutboundDocument.objects.filter(pk__in=list(document_ids)))


def freight_with(carrier_id: int, first: date, last: date) -> dict[int, Freight]:
    """What left with a carrier on these days, ``last`` included; one statement."""
    return _read(OutboundDocument.objects.filter(carrier=carrier_id, ship_date__range=(first, last)))


def _read(rows: QuerySet[OutboundDocument]) -> dict[int, Freight]:
    names = ("pk", "number", "carrier_id", "customer_id", "waybill", "ship_date", "freight", "freight_charged")
    found = rows.filter(status__in=LEFT).order_by("ship_date", "pk").values_list(*names)
    return {row[0]: Freight(*row) for row in found}
