"""Notes as plain dictionaries for API answers."""

from typing import Any

from customers.voice.models import CustomerNote
from customers.voice.queries import NAMED

_PLAIN = (
    *("kind", "order_number", "text", "score", "due_date", "answer", "answered_at", "done_at", "created_at"),
    "version",
)


def note_row(note: CustomerNote) -> dict[str, Any]:
    """A note (``CustomerNoteSerializer``)."""
    row: dict[str, Any] = {"id": note.pk} | {name: getattr(note, name) for name in _PLAIN}
    for name in NAMED:
        person = getattr(note, name)
        row[name] = person.username if person else None
    return row
