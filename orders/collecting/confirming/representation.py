"""Confirmations of statements as plain dictionaries for API answers."""

from datetime import datetime
from typing import Any

from django.conf import settings

from orders.collecting import representation
from orders.collecting.confirming import queries
from orders.collecting.models import Statement

_SAME = (
    *("state", "method", "recipient", "language", "note", "asked_at", "valid_until", "answered_at", "answered_by"),
    *("words", "said_at", "evidence", "content_hash", "proof_hash"),
)


def document(actor: Any, row: Statement, at: datetime) -> dict[str, Any]:
    """A statement with its confirmations (``ConfirmedStatementSerializer``)."""
    found = [_confirmation(one) for one in queries.standings(actor, row, at=at)]
    return {**representation.statement_document(row), "confirmations": found}


def _confirmation(one: queries.Standing) -> dict[str, Any]:
    row = one.row
    return {
        **{name: getattr(row, name) for name in _SAME},
        "asked_by": row.asked_by.username,
        "recorded_by": row.recorded_by.username if row.recorded_by else None,
        "case": row.case.number if row.case else None,
        "sent_at": one.sent_at,
        "opened_at": one.opened_at,
        "url": f"{settings.SITE_URL}{one.path}" if one.path else "",
    }
