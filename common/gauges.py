"""What the state of the house can be read off by a machine that watches it (RELIABILITY 2.14).

Each room registers a function that gives its readings at a moment; ``orders_site.metrics`` puts them into words of
Prometheus. A reading is a number about the machinery: never a name, never a sum of money.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from django.db import DatabaseError, transaction

from common.registry import Registry

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Reading:
    """A number by the name and the unit it has at Prometheus (``…_seconds``), and what it says in English."""

    name: str
    meaning: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


gauges: Registry[Callable[[datetime], Iterable[Reading]]] = Registry("common.gauges")


def read_all(*, at: datetime) -> Iterator[Reading]:
    """All readings; where one room cannot answer the others do, and ``orders_unreadable`` names it."""
    for key, ask in gauges.items():
        try:
            with transaction.atomic():
                found = list(ask(at))
        except DatabaseError as error:
            log.warning("gauge_failed", key=key, error=type(error).__name__)
            found = [Reading("orders_unreadable", "1 for a room whose numbers could not be read", 1, {"room": key})]
        yield from found
