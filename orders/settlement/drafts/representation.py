"""Acceptance drafts as plain dictionaries for API answers."""

from typing import Any

from common.api.fields import plain
from orders.settlement.drafts.models import AcceptanceDraft

_SAME = (
    *("number", "drawer", "acceptor", "kind", "issue_date", "maturity_date", "state", "counts", "moved_date"),
    *("given_to", "reason"),
)


def draft_row(draft: AcceptanceDraft) -> dict[str, Any]:
    """A draft (``AcceptanceDraftSerializer``)."""
    receipt = draft.receipt
    return {
        "receipt": receipt.number,
        "customer": {"code": receipt.customer.code, "name": receipt.customer.name},
        **{name: getattr(draft, name) for name in _SAME},
        "received_date": receipt.received_date,
        "currency": receipt.currency_id,
        "amount": plain(receipt.amount, 2),
        "charge": plain(draft.charge, 2),
        "version": receipt.version,
    }
