"""Carriers' bills as plain dictionaries for API answers."""

from collections.abc import Iterable
from typing import Any

from common.api.fields import plain

_SAME = (
    *("id", "number", "carrier_number", "bill_date", "period_from", "period_to", "status", "notes", "reason"),
    *("entered_at", "approved_at", "paid_date", "payment_reference", "version"),
)


def bill_row(bill: Any) -> dict[str, Any]:
    """A bill in a list (``FreightBillRowSerializer``)."""
    return {
        **{name: getattr(bill, name) for name in _SAME},
        **_sums(bill, bill.amount),
        "carrier": _carrier(bill),
        "entered_by": bill.entered_by.username,
        "approved_by": bill.approved_by.username if bill.approved_by else None,
    }


def bill_document(bill: Any, lines: Iterable[Any]) -> dict[str, Any]:
    """A bill with its lines (``FreightBillSerializer``)."""
    return {**bill_row(bill), "lines": [_line(one) for one in lines]}


def unbilled_row(document: Any) -> dict[str, Any]:
    """A shipment on no bill (``UnbilledShipmentSerializer``)."""
    return {
        "document": document.number,
        "carrier": _carrier(document),
        "waybill": document.waybill,
        "ship_date": document.ship_date,
        "customer": {"code": document.customer.code, "name": document.customer.name},
        "freight": plain(document.freight, 2),
    }


def _line(line: Any) -> dict[str, Any]:
    return {
        "position": line.position,
        "document": line.document.number,
        "waybill": line.document.waybill,
        "ship_date": line.document.ship_date,
        **_sums(line, line.billed),
        "is_beyond": line.beyond,
    }


def _sums(row: Any, billed: Any) -> dict[str, str | None]:
    return {"billed": plain(billed, 2), "expected": plain(row.expected, 2), "difference": plain(row.difference, 2)}


def _carrier(row: Any) -> dict[str, str]:
    return {"code": row.carrier.code, "name": row.carrier.name}
