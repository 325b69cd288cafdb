"""What was taken away as plain dictionaries for API answers."""

from typing import Any

from customers.disclosures.models import ContactLook, Disclosure
from customers.models import Contact

_PLAIN = ("id", "kind", "what", "title", "form", "door", "rows", "customers", "is_each_named", "fetches")


def disclosure_row(row: Disclosure) -> dict[str, Any]:
    """A record (``DisclosureSerializer``)."""
    return {
        **{name: getattr(row, name) for name in _PLAIN},
        "their_rows": getattr(row, "their_rows", None),
        "last_fetched_at": row.last_fetched_at,
        "taken_by": row.taken_by.username,
        "taken_at": row.taken_at,
    }


def look_row(row: ContactLook) -> dict[str, Any]:
    """A look (``ContactLookSerializer``)."""
    return {
        "id": row.pk,
        "customer": row.customer.code,
        "contact": row.contact_id,
        "reason": row.reason,
        "looked_by": row.looked_by.username,
        "looked_at": row.looked_at,
    }


def revealed(row: Contact) -> dict[str, Any]:
    """A contact in full (``RevealedContactSerializer``)."""
    return {name: getattr(row, name) for name in ("name", "title", "phone", "email")}
