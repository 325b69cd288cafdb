"""What the approval of orders asks of this room: the order under lock, whether conditions hold for it, its risks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model

from accounts.people import queries as people
from accounts.people.models import User
from common import errors, events
from orders.approval.subjects import Held, Text
from orders.order import content, queries, writing
from orders.order.models import Order, OrderLine
from orders.order.risks import Kind
from orders.order.states import Status


@dataclass(frozen=True)
class Case:
    """A locked order with its lines: what approval hands back when it is decided."""

    order: Order
    lines: Sequence[OrderLine]


def hold(order_id: int) -> Held | None:
    """A submitted order under lock, with what was submitted; None when it is not there, or waits no more."""
    try:
        order = queries.lock_order(actor=people.system_user(), order_id=order_id)
    except errors.NotFound:
        return None
    if order.status != Status.SUBMITTED:
        return None
    return held(order, queries.lines_of(order))


def held(order: Order, lines: Sequence[OrderLine]) -> Held:
    """An order that the caller locked."""
    found = content.content_of(order, lines)
    return Held(order, Case(order, lines), found, content.hash_of(found))


def row(case: Any) -> Model:
    """The order of a case."""
    return case.order


def went_on(*, actor: User, case: Any, at: datetime) -> None:
    """A decision was taken, others are still needed: readers and editors notice."""
    writing.save(case.order, [], at)
    events.record("order.approved", case.order, at=at)


def signs() -> list[tuple[str, Text]]:
    """The kinds of risk, which a row of the matrix may ask for."""
    return [(kind.value, kind.short) for kind in Kind]


def signs_of(order: Order) -> set[str]:
    """The kinds of risk that an order has."""
    return {kept["kind"] for kept in order.risks}
