"""What stands in the data of events: each key with its sort, its meaning, an example, and the sensitive field that it
shows. A key that means something else in some kinds has a name of its own for them after a colon."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Key:
    """A key of an event's data. ``field``: null for who does not see this sensitive field in full; ``is_order``: names
    orders, and only those that the reader sees."""

    name: str
    sort: str
    meaning: str
    example: Any
    field: str = ""
    is_order: bool = False
