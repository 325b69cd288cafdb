"""What happens to orders, told to the rooms and apps above inside the operation that makes it so (docs/adr/0068)."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from accounts.people.models import User
from common.registry import Registry
from orders.order.models import Order, OrderLine


class Happening(StrEnum):
    """What happened to an order."""

    TAKEN_EFFECT = "taken_effect"
    UNAPPROVED = "unapproved"
    VOIDED = "voided"
    LINES_DROPPED = "lines_dropped"  # a change takes these lines out: told while they still stand
    CHANGED = "changed"  # a change took effect: a new revision
    LINES_CLOSED = "lines_closed"
    LINES_REOPENED = "lines_reopened"
    CLOSED = "closed"
    REOPENED = "reopened"
    SHIPPED = "shipped"
    UNSHIPPED = "unshipped"
    SIGNED = "signed"
    UNSIGNED = "unsigned"


class Follower(Protocol):
    """Does what follows from a happening in its own rows. ``lines``: those that were closed, opened, dropped, shipped
    or signed; all lines of the order for everything else."""

    def __call__(
        self, order: Order, what: Happening, *, lines: Sequence[OrderLine], actor: User, at: datetime
    ) -> None: ...


followers: Registry[Follower] = Registry("orders.followers")


def tell(order: Order, what: Happening, *, lines: Sequence[OrderLine], actor: User, at: datetime) -> None:
    """Tell every follower of something that happened to a locked order, in its transaction. Order and lines are saved
    as they stand (but for LINES_DROPPED). What a follower raises undoes the whole."""
    for follow in followers.values():
        follow(order, what, lines=lines, actor=actor, at=at)
