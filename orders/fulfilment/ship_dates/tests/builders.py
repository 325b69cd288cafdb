"""Messages of the company's own software, for tests."""

import itertools
from datetime import date, timedelta
from typing import Any

from accounts.people import queries as people
from accounts.people.models import User
from orders.fulfilment.ship_dates import operations
from orders.fulfilment.ship_dates.models import ReceivedShipDate
from orders.order.models import Order
from orders.tests.builders import AT, TODAY

_numbers = itertools.count(1)
EARLIER = TODAY - timedelta(days=2)


def said(day: date = TODAY, **fields: Any) -> operations.Said:
    """A message with a number of its own unless one is given."""
    fields.setdefault("provider", "WMS")
    fields.setdefault("external_id", f"S-{next(_numbers)}")
    return operations.Said(ship_date=day, **fields)


def send(*rows: operations.Said, actor: User | None = None, at: Any = AT) -> list[operations.Answer]:
    """Send them in one call."""
    return operations.submit_ship_dates(actor=actor or people.system_user(), rows=rows, at=at)


def results(answers: list[operations.Answer]) -> list[str]:
    """What became of each, in a word."""
    return [one.received.state if one.received else one.result for one in answers]


def kept() -> list[ReceivedShipDate]:
    """All messages as they stand, oldest first."""
    return list(ReceivedShipDate.objects.order_by("pk"))


def place_earlier(order: Order, day: date = EARLIER) -> Order:
    """As if the order had been placed some days ago."""
    Order.objects.filter(pk=order.pk).update(order_date=day)
    return order
