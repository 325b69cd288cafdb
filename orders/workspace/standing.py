"""Classes and priority in the order's rail: the parts of the score, what the classes mean for who handles it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from orders.order import policies
from orders.priority import operations, queries
from orders.priority.queries import Part


@dataclass(frozen=True)
class Shown:
    """What the rail says; nothing of an order that is over."""

    parts: list[Part] = field(default_factory=list)
    handling: list[tuple[str, str]] = field(default_factory=list)
    may_pin: bool = False


def shown(user: Any, order: Any, at: datetime) -> Shown:
    """The standing of an order that ``user`` sees (redacted already)."""
    return Shown(queries.why(order, at), queries.handling(order), policies.can(user, operations.PIN, order))
