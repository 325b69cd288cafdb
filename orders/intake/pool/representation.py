"""Intake as plain dictionaries for API answers, and API bodies as arrivals."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from common.money import plain
from orders.intake.pool.arrivals import CELLS, HEADER, Arrival
from orders.intake.pool.models import IntakeItem
from orders.intake.pool.scoring import Candidate

_PLAIN = (
    *("channel", "state", "received_at", "due_at", "sender", "sender_mail", "sender_phone", "subject", "text"),
    *("provider", "external_id", "customer_by", "dispatch_reason", "reason", "entered_at", "header", "rows", "version"),
)


def item(row: IntakeItem, at: datetime) -> dict[str, Any]:
    """A piece as it stands (``IntakeSerializer``)."""
    took = row.time_to_entry
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in _PLAIN},
        "is_late": row.is_late(at) or row.was_late(),
        "customer": row.customer.code if row.customer else None,
        "salesperson": row.salesperson.username if row.salesperson else None,
        "order": row.order.reference if row.order else None,
        "minutes_to_entry": None if took is None else int(took.total_seconds() // 60),
    }


def candidate(one: Candidate, usernames: Mapping[int, str]) -> dict[str, Any]:
    """A proposed salesperson (``IntakeCandidateSerializer``)."""
    return {
        "person": usernames[one.person_id],
        "name": one.name,
        "score": one.score,
        "open_work": one.open_work,
        "reasons": [str(text) for _points, text in one.reasons],
    }


def arrival(data: Mapping[str, Any], at: datetime) -> Arrival:
    """A body (``IntakeInputSerializer``) as what arrives: cells and fields as texts."""
    names = (
        *("channel", "provider", "external_id", "customer_name", "sender", "sender_mail", "sender_phone"),
        *("subject", "text"),
    )
    return Arrival(
        received_at=data.get("received_at") or at,
        customer_code=data["customer"],
        header={name: _text(data[name]) for name in HEADER if data.get(name)},
        rows=[{name: _text(line[name]) for name in CELLS if line.get(name) is not None} for line in data["lines"]],
        **{name: data[name] for name in names},
    )


def _text(value: Any) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else str(value)
