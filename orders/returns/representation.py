"""Returns as plain dictionaries for API answers."""

from collections.abc import Iterable
from typing import Any

from common.money import plain
from orders.returns.models import ReturnDocument, ReturnLine, ReturnRefund, ReturnReversal

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


def return_document(
    document: ReturnDocument, lines: Iterable[ReturnLine], reversals: Iterable[ReturnReversal], with_amounts: bool
) -> dict[str, Any]:
    """A whole return (``ReturnSerializer``); amounts are None for who may not see them."""
    return {
        **return_row(document),
        "lines": [_line(one, with_amounts) for one in lines],
        "refunds": [_refund(one, with_amounts) for one in document.refunds.select_related("receipt")],
        "reversals": [_reversal(one, with_amounts) for one in reversals],
    }


def _refund(row: ReturnRefund, with_amounts: bool) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "amount": plain(row.amount, 2) if with_amounts else None,
        "receipt": row.receipt.number if row.receipt else None,
        "at": row.at,
        "revoked_at": row.revoked_at,
    }


def _reversal(row: ReturnReversal, with_amounts: bool) -> dict[str, Any]:
    return {
        "step": row.step,
        "reason": row.reason,
        "recorded_by": row.done_by.username if row.done_by else None,
        "recorded_at": row.done_at,
        "by": row.by.username,
        "at": row.at,
        "lines": [_said(one, with_amounts) for one in row.held],
    }


def _said(one: dict[str, Any], with_amounts: bool) -> dict[str, Any]:
    quantities = ("to_stock", "scrapped", "reship", "replaced", "refund")
    return {
        "line_no": one["line_no"],
        **{name: one.get(name) for name in quantities},
        "refund_amount": one.get("refund_amount") if with_amounts else None,
        "reference": one.get("reference", ""),
    }


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
