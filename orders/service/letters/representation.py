"""Progress letters as plain dictionaries for API answers."""

from typing import Any

from orders.service.letters.models import ProgressLetter


def letter_row(row: ProgressLetter, recipient: str) -> dict[str, Any]:
    """A letter (``ProgressLetterSerializer``)."""
    names = ("state", "language", "subject", "text", "drafted_at", "sent_at", "version")
    return {
        "id": row.pk,
        "customer": row.customer.code,
        **{name: getattr(row, name) for name in names},
        "recipient": recipient,
        "owner": row.owner.username,
        "sent_by": row.sent_by.username if row.sent_by else None,
    }
