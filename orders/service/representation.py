"""Customers' confirmations as plain dictionaries for API answers."""

from typing import Any

from common import reference
from orders.service.models import Confirmation
from orders.service.queries import Standing


def confirmation(found: Confirmation, standing: Standing) -> dict[str, Any]:
    """One as it stands (``ConfirmationSerializer``)."""
    return {
        "id": found.pk,
        "order": found.order.reference,
        "state": found.state,
        "is_current": not standing.is_moot and not standing.is_over,
        "method": found.method,
        "recipient": found.recipient,
        "language": found.language,
        "note": found.note,
        "asked_by": found.asked_by.username,
        "asked_at": found.asked_at,
        "valid_until": found.valid_until,
        "sent_at": standing.sent_at,
        "opened_at": standing.opened_at,
        "questions": found.questions,
        "answered_at": found.answered_at,
        "answered_by": found.answered_by,
        "recorded_by": found.recorded_by.username if found.recorded_by else None,
        "reason": reference.shown(found.reason),
        "said_at": found.said_at,
        "evidence": found.evidence,
        "content_hash": found.content_hash,
        "proof_hash": found.proof_hash,
        "version": found.version,
    }
