"""What was said between us and a customer, in one line of time: each room says its part (docs/adr/0086)."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from accounts.people.models import User
from common.errors import Text
from common.registry import Registry

SHOWN = 50  # the newest, of each room and of all together


@dataclass(frozen=True)
class Entry:
    """One thing that was said: when, what it is (“Phone”, “Payment reminder”), the words, by whom of us; ``note``: what
    came of it. Texts are plain; the people of the customer are told as the reader may see them."""

    at: datetime
    kind: Text
    text: str
    who: str = ""
    note: str = ""
    url: str = ""
    icon: str = "chat-left-text"
    tone: str = ""


@dataclass(frozen=True)
class Asked:
    """Whose record is asked for: all of a customer, or what is about one order (``order_id`` and its number)."""

    reader: User
    customer_id: int
    order_id: int | None = None
    order_number: str = ""


# room -> the newest that it knows (``SHOWN`` at most), as far as the reader may see it; one or two statements
communication: Registry[Callable[[Asked], Collection[Entry]]] = Registry("orders.communication")


def record_of(asked: Asked) -> list[Entry]:
    """Everything, the newest first. As many statements as there are rooms, whatever was said."""
    found = [entry for source in communication.values() for entry in source(asked)]
    return sorted(found, key=lambda one: one.at, reverse=True)[:SHOWN]
