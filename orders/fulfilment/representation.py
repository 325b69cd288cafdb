"""Outbound documents as plain dictionaries for API answers."""

from collections.abc import Iterable
from typing import Any

from common.api.fields import plain
from orders.fulfilment.models import OutboundDocument, OutboundLine, ServiceRecord

_ROW = (
    *("number", "source_number", "status", "transport_mode", "waybill", "planned_ship_date", "arrival_date"),
    *(
        "ship_date",
        "signed_date",
        "signer",
        "arrived_at",
        "condition",
        "notes",
        "created_at",
        "audited_at",
        "signed_at",
        "version",
    ),
)

FREIGHT = ("freight", "freight_charged")


def outbound_row(document: OutboundDocument) -> dict[str, Any]:
    """A document in a list (``OutboundRowSerializer``)."""
    row = {name: getattr(document, name) for name in _ROW}
    row["customer"] = {"code": document.customer.code, "name": document.customer.name}
    row["warehouse"] = document.warehouse.code if document.warehouse else None
    row["carrier"] = document.carrier.code if document.carrier else None
    row["created_by"] = document.created_by.username
    return row


def outbound_document(
    document: OutboundDocument, lines: Iterable[OutboundLine], *, with_freight: bool
) -> dict[str, Any]:
    """A whole document (``OutboundSerializer``), as ``queries.shown`` gives it: a hidden value is None."""
    places = {name: getattr(document, name) for name in ("ship_address", "ship_recipient", "ship_phone")}
    amounts = {name: plain(getattr(document, name), 2) if with_freight else None for name in FREIGHT}
    return {**outbound_row(document), **places, **amounts, "lines": [_line(line) for line in lines]}


def service_record(record: ServiceRecord) -> dict[str, Any]:
    """A service performed (``ServiceRecordSerializer``)."""
    return {
        "id": record.pk,
        "line_no": record.of.line_no,
        "quantity": plain(record.quantity),
        "performed_date": record.performed_date,
        "proof": record.proof,
        "by": record.actor.username,
        "at": record.at,
        "revoked_at": record.revoked_at,
    }


def _line(line: OutboundLine) -> dict[str, Any]:
    order_line = line.of
    return {
        "order": line.order.reference,
        "line_no": order_line.line_no,
        "product": order_line.product_code,
        "product_name": order_line.product_name,
        "unit": order_line.unit,
        "quantity": plain(line.quantity),
        "signed_quantity": None if line.signed_quantity is None else plain(line.signed_quantity),
        "transit_loss": plain(line.transit_loss),
    }
