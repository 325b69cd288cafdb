"""What leaves the house through the outbox, in words, for the person who decides about what may not have arrived
(docs/adr/0127). A topic that nobody registered is shown by its code."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps

from common.errors import Text
from common.models import OutboxMessage
from common.registry import Registry

State = OutboxMessage.State


@dataclass(frozen=True)
class Send:
    """What is sent under a topic. ``model`` and ``key``: whose row the payload names, and under which key; ``arrived``
    notes in the room that a person says it did: (actor, message, at), inside the operation that says so; ``is_inside``:
    nothing leaves the house, so once more does no harm."""

    label: Text
    model: str = ""
    key: str = ""
    arrived: Callable[[Any, OutboxMessage, datetime], None] | None = None
    is_inside: bool = False


# topic -> what it is
sends: Registry[Send] = Registry("common.sends")


def label_of(topic: str) -> Text:
    """What is sent under a topic, in words."""
    known = sends.get(topic)
    return known.label if known else topic


def about(messages: Collection[OutboxMessage]) -> dict[int, str]:
    """Message → what it is about: the number of the document, the subject of a plain mail. One statement a topic."""
    told = {one.pk: str(one.payload.get("subject", "")) for one in messages}
    for topic in {one.topic for one in messages}:
        known = sends.get(topic)
        if known is None or not known.model:
            continue
        mine = {one.pk: one.payload.get(known.key) for one in messages if one.topic == topic}
        rows = apps.get_model(known.model)._default_manager.in_bulk([pk for pk in mine.values() if pk])
        told.update({pk: str(rows[found]) for pk, found in mine.items() if found in rows})
    return told


def again(message: OutboxMessage, *, at: datetime) -> None:
    """Let a message that its caller holds go once more, under the same Message-ID."""
    message.state, message.due_at, message.attempts = State.PENDING, at, 0
    message.save(update_fields=["state", "due_at", "attempts"])
