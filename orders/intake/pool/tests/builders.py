"""Intake for tests, taken in by the operation itself."""

import itertools
from datetime import datetime
from typing import Any

from accounts.people.models import User
from orders.intake.pool import operations
from orders.intake.pool.arrivals import Arrival
from orders.intake.pool.models import IntakeItem
from orders.tests.builders import AT

_numbers = itertools.count(1)


def arrival(**fields: Any) -> Arrival:
    """A call, unless told otherwise."""
    fields.setdefault("channel", "PHONE")
    fields.setdefault("received_at", AT)
    fields.setdefault("text", "twenty of the usual")
    return Arrival(**fields)


def sent(**fields: Any) -> Arrival:
    """An order of the web shop with a number of its own unless one is given."""
    fields.setdefault("external_id", f"WS-{next(_numbers)}")
    return arrival(**{"channel": "ECOMMERCE", "provider": "shop", "text": "", **fields})


def receive(actor: User, at: datetime = AT, **fields: Any) -> IntakeItem:
    """A piece of intake."""
    return operations.receive(actor=actor, arrival=arrival(**fields), at=at).item
