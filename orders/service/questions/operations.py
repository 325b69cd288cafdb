"""Answering what customers asked and suggested (R177)."""

from datetime import datetime

from accounts.people.models import User
from common.operation import operation
from customers.voice import operations as voice
from customers.voice.models import CustomerNote
from orders.service.questions import queries


@operation
def answer(*, actor: User, note_id: int, answer: str, at: datetime, version: int | None = None) -> CustomerNote:
    """Answer a customer's question or suggestion: nothing is owed any more, and he is told by mail where he wants to
    know it (``mailing``), once. A later answer takes the place of an earlier one, without another mail.

    Raises NotFound, NotAllowed, Stale, WrongState (taken back), Invalid.
    """
    queries.get_question(actor, note_id)
    note = voice.answer_note(actor=actor, note_id=note_id, answer=answer, version=version, at=at)
    if note.is_open:
        note = voice.finish_note(actor=actor, note_id=note_id, at=at)
    return note
