"""What happens to orders, told to the rooms and apps above inside the operation that makes it so (docs/adr/0068)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from django.db.models import Exists, QuerySet

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


# the rows of an order (by key) that something which happens to it concerns
Rows = Callable[[int], QuerySet[Any]]


@dataclass(frozen=True)
class Following:
    """A follower, and what of it hears: for each happening the rows that it concerns. Where an order has none of them
    it is not called; None: it is called whatever there is."""

    follow: Follower
    hears: Mapping[Happening, Rows | None]


followers: Registry[Following] = Registry("orders.followers")


def tell(order: Order, what: Happening, *, lines: Sequence[OrderLine], actor: User, at: datetime) -> None:
    """Tell every follower of something that happened to a locked order, in its transaction. Order and lines are saved
    as they stand (but for LINES_DROPPED). What a follower raises undoes the whole. One statement asks for all of them
    whether the order has rows that it concerns; none where it concerns nobody's."""
    tell_all(order, [(what, lines)], actor=actor, at=at)


def tell_all(
    order: Order, happened: Iterable[tuple[Happening, Sequence[OrderLine]]], *, actor: User, at: datetime
) -> None:
    """Tell of all that happened at once, in turn: one statement for all of it, another one after each happening that
    somebody did something about, which may have left rows for the next."""
    left = list(happened)
    known: dict[Rows, bool] = {}
    while left:
        what, lines = left[0]
        called = _called(order, left, known)
        for following in called:
            following.follow(order, what, lines=lines, actor=actor, at=at)
        if called:
            known = {}
        left.pop(0)


def _called(
    order: Order, left: Sequence[tuple[Happening, Sequence[OrderLine]]], known: dict[Rows, bool]
) -> list[Following]:
    """Who is called for the first of what is left to tell; ``known`` takes what was asked for all of it."""
    what = left[0][0]
    concerned = [one for one in followers.values() if what in one.hears]
    if any(rows is not None and rows not in known for rows in (one.hears[what] for one in concerned)):
        asked = {one.hears.get(each) for one in followers.values() for each, _lines in left} - {None}
        known.update(_asked(order, [rows for rows in asked if rows is not None]))
    return [one for one in concerned if (rows := one.hears[what]) is None or known[rows]]


def _asked(order: Order, rows: Sequence[Rows]) -> dict[Rows, bool]:
    answers = Order.objects.filter(pk=order.pk).values_list(*(Exists(one(order.pk)) for one in rows)).get()
    return dict(zip(rows, answers, strict=True))
