"""Receipts and plan rows as plain dictionaries for API answers."""

from collections.abc import Iterable
from typing import Any

from common.api.fields import plain
from orders.settlement.drafts import queries as drafts
from orders.settlement.drafts.representation import draft_row
from orders.settlement.models import Allocation, PlanRow, Receipt

_PLAIN = (
    *("number", "kind", "received_date", "method", "provider", "external_id", "payer", "notes", "is_void"),
    *("created_at", "version"),
)


def receipt_row(receipt: Receipt) -> dict[str, Any]:
    """A receipt in a list (``ReceiptRowSerializer``)."""
    row = {name: getattr(receipt, name) for name in _PLAIN}
    row["customer"] = {"code": receipt.customer.code, "name": receipt.customer.name}
    row["currency"] = receipt.currency_id
    row["amount"] = plain(receipt.amount, 2)
    row["allocated"] = plain(receipt.allocated, 2)
    row["refund_of"] = receipt.refund_of.number if receipt.refund_of else None
    row["created_by"] = receipt.created_by.username
    return row


def receipt_document(receipt: Receipt, allocations: Iterable[Allocation]) -> dict[str, Any]:
    """A receipt with what it pays (``ReceiptSerializer``)."""
    draft = drafts.draft_of(receipt)
    return {
        **receipt_row(receipt),
        "draft": draft_row(draft) if draft else None,
        "allocations": [
            {
                "id": allocation.pk,
                "order": allocation.plan_row.order.reference,
                "sequence": allocation.plan_row.sequence,
                "amount": plain(allocation.amount, 2),
                "at": allocation.at,
                "revoked_at": allocation.revoked_at,
                "exchange_difference": plain(allocation.difference, 2),  # type: ignore[attr-defined]
            }
            for allocation in allocations
        ],
    }


def plan_row(row: PlanRow) -> dict[str, Any]:
    """A row of an order's payment plan (``PlanRowSerializer``)."""
    return {
        "sequence": row.sequence,
        "percent": plain(row.percent),
        "amount": plain(row.amount, 2),
        "received": plain(row.received, 2),
        "is_advance": row.is_advance,
        "basis": row.basis,
        "due_date": row.due_date,
    }
