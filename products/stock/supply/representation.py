"""Planned receipts as the API shows them."""

from collections.abc import Iterable
from typing import Any

from common.api.fields import plain
from products.stock.supply.models import PlannedMove, PlannedReceipt

_AS_IT_IS = (
    *("kind", "expected_date", "first_expected_date", "reference", "notes", "provider", "external_id"),
    *("state", "end_reason", "version"),
)


def receipt_row(receipt: PlannedReceipt) -> dict[str, Any]:
    """A planned receipt (``PlannedReceiptSerializer``)."""
    source, supplier = receipt.from_warehouse, receipt.supplier
    return {
        "id": receipt.pk,
        "product": receipt.product.code,
        "product_name": receipt.product.name,
        "unit": receipt.product.unit,
        "warehouse": receipt.warehouse.code,
        "from_warehouse": source.code if source else None,
        "supplier": supplier.code if supplier else None,
        **{name: plain(getattr(receipt, name)) for name in ("quantity", "received", "open")},
        **{name: getattr(receipt, name) for name in _AS_IT_IS},
    }


def receipt_document(receipt: PlannedReceipt, moves: Iterable[PlannedMove]) -> dict[str, Any]:
    """The same with the moves of its day (``PlannedReceiptDocumentSerializer``)."""
    told = [
        {"before": one.before, "after": one.after, "reason": one.reason, "actor": one.actor.username, "at": one.at}
        for one in moves
    ]
    return receipt_row(receipt) | {"moves": told}
