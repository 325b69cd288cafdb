"""Questions of customers as plain dictionaries for API answers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from accounts.people.models import User
from customers.voice.models import CustomerNote
from orders.service.questions import queries


def question_row(actor: User, note: CustomerNote, today: date, told: Mapping[int, Any]) -> dict[str, Any]:
    """One (``CustomerQuestionSerializer``)."""
    return {
        "id": note.pk,
        "kind": note.kind,
        "customer": note.customer.code,
        "order": note.order_number or None,
        "text": note.text,
        "is_from_page": getattr(note, "page_word", None) is not None,
        "name": queries.asker(actor, note),
        "asked_at": note.created_at,
        "due_date": note.due_date,
        "is_waiting": queries.is_waiting(note),
        "is_late": queries.is_late(note, today),
        "responsible": note.responsible.username if note.responsible else None,
        "answer": note.answer,
        "answered_by": note.answered_by.username if note.answered_by else None,
        "answered_at": note.answered_at,
        "told_at": told.get(note.pk),
        "version": note.version,
    }
