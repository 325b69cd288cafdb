"""Contacts with customers as plain dictionaries for API answers."""

from typing import Any

from orders.service.contacts.models import FollowUp

_PLAIN = (
    *("state", "purpose", "way", "side", "subject", "plan", "contact_id", "contact_name", "due_date", "held_at"),
    *("outcome", "words", "created_at", "version"),
)


def contact_row(row: FollowUp) -> dict[str, Any]:
    """A contact (``ContactRecordSerializer``)."""
    return {
        "id": row.pk,
        "customer": row.customer.code,
        "order": row.order.reference if row.order else None,
        **{name: getattr(row, name) for name in _PLAIN},
        "owner": row.owner.username,
        "done_by": row.done_by.username if row.done_by else None,
        "follows": row.follows_id,
        "created_by": row.created_by.username,
    }
