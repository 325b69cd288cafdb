"""Progress letters as plain dictionaries for API answers."""

from typing import Any

from orders.service.letters.models import ProgressLetter, ServicePolicy
from orders.service.letters.queries import NONE


def letter_row(row: ProgressLetter, recipient: str) -> dict[str, Any]:
    """A letter (``ProgressLetterSerializer``)."""
    names = ("state", "language", "subject", "text", "drafted_at", "sent_at", "resent", "version")
    return {
        "id": row.pk,
        "customer": row.customer.code,
        **{name: getattr(row, name) for name in names},
        "recipient": recipient,
        "owner": row.owner.username,
        "sent_by": row.sent_by.username if row.sent_by else None,
        "orders": [str(one) for one in row.orders.all()],
    }


def policy_row(row: ServicePolicy, code: str | None, is_own: bool) -> dict[str, Any]:
    """A policy (``ServicePolicySerializer``); ``code``: of the customer for whom it counts."""
    names = ("tells", "progress_every", "visit_after", "asks_satisfaction", "has_page")
    shown = {name: getattr(row, name) for name in names}
    return {"customer": code, "is_own": is_own, **shown, "version": row.version if is_own else NONE}
