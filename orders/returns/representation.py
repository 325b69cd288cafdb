"""Returns as plain dictionaries for API answers."""

from collections.abc import Iterable
from typing import Any

from common.money import plain
from orders.returns.models import ReturnDocument, ReturnLine

_ROW = ("number", "status", "reason", "description", "waybill", "created_at", "approved_at", "received_at")
_MORE = ("received_date", "settled_at", "findings", "decision", "void_reason", "version")


def return_row(document: ReturnDocument) -> dict[str, Any]:
    """A return in a list (``ReturnRowSerializer``)."""
    people = ("created_by", "approved_by", "received_by", "settled_by")
    return {
        **{name: getattr(document, name) for name in (*_ROW, *_MORE)},
        "order": document.order.reference,
        "customer": {"code": document.order.customer.code, "name": document.order.customer.name},
        "warehouse": document.warehouse.code if document.warehouse else None,
        "replacement": document.replacement.reference if document.replacement else None,
        **{name: person.username if (person := getattr(document, name)) else None for name in people},
    }


def return_document(document: ReturnDocument, lines: Iterable[ReturnLine], with_amounts: bool) -> dict[str, Any]:
    """A whole return (``ReturnSerializer``); amounts are None for who may not see them."""
    return {**return_row(document), "lines": [_line(one, with_amounts) for one in lines]}


def _line(mine: ReturnLine, with_amounts: bool) -> dict[str, Any]:
    line = mine.of
    quantities = ("quantity", "received", "to_stock", "scrapped", "reship", "replaced", "refund")
    return {
        "line_no": line.line_no,
        "product": line.product_code,
        "product_name": line.product_name,
        "unit": line.unit,
        **{name: plain(getattr(mine, name)) for name in quantities},
        "numbers": [{"number": number, "quantity": quantity} for number, quantity in mine.numbers],
        "refund_amount": plain(mine.refund_amount, 2) if with_amounts else None,
        "refund_reference": mine.refund_reference,
        "refund_settled_at": mine.refund_settled_at,
    }
