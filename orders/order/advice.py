"""What rooms above say of an order that is being worked on, as its page and its API document show it (docs/adr/0030):
what it lacks, what the checks of entry find."""

from collections.abc import Callable, Sequence
from typing import Any

from accounts.people.models import User
from common.registry import Registry
from orders.order.models import Order, OrderLine

# name in the document → what is said to a reader of an order with its lines (not redacted yet): plain dictionaries
advices: Registry[Callable[[User, Order, Sequence[OrderLine]], list[dict[str, Any]]]] = Registry("orders.order.advice")


def of(actor: User, order: Order, lines: Sequence[OrderLine]) -> dict[str, list[dict[str, Any]]]:
    """Everything that is said to ``actor``, by name."""
    return {name: say(actor, order, lines) for name, say in advices.items()}
