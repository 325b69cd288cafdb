"""How content customers are as plain dictionaries for API answers."""

from dataclasses import asdict
from typing import Any

from common import reference
from orders.service.satisfaction.models import SatisfactionRequest
from orders.service.satisfaction.statistics import Figures

_PLAIN = (
    *("state", "recipient", "language", "asked_at", "valid_until", "score", "goods", "delivery", "service"),
    *("answered_by", "answered_at", "version"),
)


def request_row(found: SatisfactionRequest) -> dict[str, Any]:
    """One (``SatisfactionSerializer``)."""
    row: dict[str, Any] = {"id": found.pk} | {name: getattr(found, name) for name in _PLAIN}
    return row | {
        "order": found.order.reference,
        "customer": found.order.customer.code,
        "asked_by": found.asked_by.username,
        "words": reference.shown(found.words),
        "note": found.note_id,
    }


def figures(found: Figures) -> dict[str, Any]:
    """Averages (``SatisfactionFiguresSerializer``)."""
    return asdict(found)
