"""Accesses and what customers wrote on their pages, as plain dictionaries for API answers."""

from datetime import datetime
from typing import Any

from orders.service.portal import queries
from orders.service.portal.models import PageAccess, PageWord

_PLAIN = (
    *("name", "recipient", "language", "shows_prices", "valid_until", "issued_at", "revoked_at", "last_opened_at"),
    "version",
)


def access_row(found: PageAccess, at: datetime) -> dict[str, Any]:
    """One (``PageAccessSerializer``)."""
    row: dict[str, Any] = {"id": found.pk} | {name: getattr(found, name) for name in _PLAIN}
    return row | {
        "customer": found.customer.code,
        "order": found.order.reference if found.order else None,
        "is_live": queries.is_live(found, at),
        "issued_by": found.issued_by.username,
    }


def word_row(word: PageWord) -> dict[str, Any]:
    """One (``PageWordSerializer``)."""
    note, case = word.note, word.case
    person = note.responsible if note is not None else case.owner if case is not None else None
    return {
        "id": word.pk,
        "kind": word.kind,
        "customer": word.access.customer.code,
        "order": word.order.reference if word.order else None,
        "name": word.name,
        "at": word.at,
        "text": note.text if note is not None else case.description if case is not None else "",
        "note": note.pk if note is not None else None,
        "exception": case.number if case is not None else None,
        "responsible": person.username if person else None,
        "answer": note.answer if note is not None else case.told_text if case is not None else "",
        "answered_at": note.answered_at if note is not None else case.answered_at if case is not None else None,
    }
