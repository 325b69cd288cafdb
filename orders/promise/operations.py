"""Reservation by hand (R125): after goods arrived, a person gives them to the order that needs them."""

from datetime import datetime

from accounts.people.models import User
from common import events
from common.operation import operation
from common.rows import update_rows
from orders.order import derive, policies, queries, writing
from orders.order.models import Order
from orders.order.states import Status, not_in_state
from orders.promise import promising, reserving


@operation
def reserve_order(*, actor: User, order_id: int, at: datetime, version: int | None = None) -> Order:
    """Hold for an effective order as much as there is now; a promise that can no longer be met gets a new day.

    Raises NotFound, NotAllowed, WrongState (not effective, frozen), Stale.
    """
    order = queries.lock_order(actor=actor, order_id=order_id, version=version)
    policies.require(actor, "order.reserve", order)
    if order.status != Status.EFFECTIVE:
        raise not_in_state(order.status, [Status.EFFECTIVE])
    policies.require_not_frozen(order)
    lines = queries.lines_of(order)
    got = reserving.reserve_lines(order, lines, at)
    moved = promising.promise_lines(order, lines, actor=actor, at=at)
    touched = {line.pk: line for line in (*got, *moved)}
    update_rows(touched.values(), ["reserved", "promised_date", "first_promised_date"])
    writing.save(order, derive.derive(order, lines), at)
    numbers = ", ".join(str(line.line_no) for line in got)
    events.record("order.reserved", order, at=at, lines=numbers)
    return order
