"""Notes as plain dictionaries for API answers."""

from typing import Any

from customers.voice.models import CustomerNote, VoiceFacts
from customers.voice.queries import NAMED

_PLAIN = (
    *("kind", "order_number", "text", "score", "due_date", "answer", "answered_at", "done_at", "created_at"),
    *("provider", "external_id", "withdrawn_at", "withdrawn_reason", "version"),
)


def note_row(note: CustomerNote) -> dict[str, Any]:
    """A note (``CustomerNoteSerializer``)."""
    row: dict[str, Any] = {"id": note.pk} | {name: getattr(note, name) for name in _PLAIN}
    for name in NAMED:
        person = getattr(note, name)
        row[name] = person.username if person else None
    return row


def facts_row(code: str, found: VoiceFacts | None) -> dict[str, Any]:
    """What the words come to (``VoiceFactsSerializer``)."""
    return {
        "customer": code,
        "answers": found.answers if found else 0,
        "average": str(found.average) if found and found.average is not None else None,
        "lowest": found.lowest if found else None,
        "last_answer_at": found.last_answer_at if found else None,
        "complaints": found.complaints if found else 0,
        "orders": found.orders if found else 0,
        "since": found.since if found else None,
        "counted_at": found.counted_at if found else None,
    }
