"""Reservation by hand (R125): after goods arrived, a person gives them to the orders that need them."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors, events
from common.operation import operation
from common.rows import update_rows
from orders.order import derive, policies, queries, together, writing
from orders.order.models import Order, OrderLine
from orders.order.states import Closure, Status, not_in_state
from orders.promise import kits, promising, reserving
from orders.promise import queries as promise_queries


@operation
def reserve_order(*, actor: User, order_id: int, at: datetime, version: int | None = None) -> Order:
    """Hold for an effective order as much as there is now; a promise that can no longer be met gets a new day.

    Where there is nothing to hold, nothing happens. Raises NotFound, NotAllowed, WrongState (not effective,
    frozen), Stale.
    """
    order = queries.lock_order(actor=actor, order_id=order_id, version=version)
    policies.require(actor, "order.reserve", order)
    if order.status != Status.EFFECTIVE:
        raise not_in_state(order.status, [Status.EFFECTIVE])
    policies.require_not_frozen(order)
    lines = queries.lines_of(order)
    got = reserving.reserve_lines(order, lines, at)
    moved = promising.promise_lines(order, lines, actor=actor, at=at)
    if got or moved:
        _save_lines([*got, *moved])
        writing.save(order, derive.derive(order, lines), at)
        _tell(order, got, moved, at)
    return order


@operation
def reserve_waiting(*, actor: User, product_id: int, order_ids: Collection[int], at: datetime) -> list[Order]:
    """Give what is free of a product to the lines of these orders that wait for it, the most urgent first; a
    promise that can no longer be met gets a new day. Returns the orders that got something; one that does not
    wait any more is passed over.

    Raises NotFound, NotAllowed, Invalid (no order chosen), Stale (an order changed hands while we waited).
    """
    if not order_ids:
        raise errors.Invalid(fields={"orders": [_("Choose at least one order.")]})
    orders = together.lock_orders(order_ids)
    for order in orders.values():
        if not queries.is_visible(actor, order):
            raise errors.NotFound()
        policies.require(actor, "order.reserve", order)
    lines = together.lines_by_order(orders)
    got = reserving.reserve_in_turn(_waiting(orders, lines, product_id), at)
    served = [orders[pk] for pk in sorted({line.order_id for line in got})]
    for order in served:
        mine = [line for line in got if line.order_id == order.pk]
        moved = promising.promise_lines(order, mine, actor=actor, at=at)
        derive.derive(order, lines[order.pk])
        _tell(order, mine, moved, at)
    _save_lines(got)
    together.save_orders(served, at)
    return served


@operation
def settle_kit(*, actor: User, order_id: int, line_no: int, at: datetime, version: int | None = None) -> Order:
    """Read anew what a kit on an effective order is counted by and put together from, as its product says now: for one
    whose components were not known, or were changed, when it took effect. What the line holds is given back, and held
    again as the new way asks; a promise that can no longer be met gets a new day.

    Raises NotFound, NotAllowed, WrongState (not effective, frozen, closed, goods on the way already), Stale, Conflict
    (what is still not known of its components, in words).
    """
    order = queries.lock_order(actor=actor, order_id=order_id, version=version)
    policies.require(actor, "order.reserve", order)
    policies.require_not_frozen(order)
    if order.status != Status.EFFECTIVE:
        raise not_in_state(order.status, [Status.EFFECTIVE])
    lines = queries.lines_of(order)
    line = next((one for one in lines if one.line_no == line_no), None)
    if line is None or line.is_service:
        raise errors.NotFound()
    if line.closure != Closure.OPEN or line.is_frozen:
        raise errors.WrongState(_("The line is closed or frozen."), status=order.status)
    if line.shipped or line.drafted:
        raise errors.WrongState(_("Goods of the line are on the way already."), status=order.status)
    reserving.release_lines([line], at)
    kits.unsettle([line])
    if missing := kits.missing_of(line):
        raise errors.Conflict(" ".join(missing), code="components_unknown")
    kits.settle([line])
    reserving.reserve_lines(order, reserving.by_themselves([line]), at)
    promising.promise_lines(order, [line], actor=actor, at=at)
    _save_lines([line])
    writing.save(order, derive.derive(order, lines), at)
    events.record("order.kit_settled", order, at=at, line_no=line.line_no, by_components=line.by_components)
    return order


def _waiting(orders: Mapping[int, Order], lines: Mapping[int, list[OrderLine]], product_id: int) -> list[OrderLine]:
    """The lines that may get goods of this product, the most urgent first."""
    found = []
    kits.load(line for mine in lines.values() for line in mine)
    for order in orders.values():
        ships = order.order_type.ships and not order.is_frozen and order.status == Status.EFFECTIVE
        for line in lines[order.pk] if ships else ():
            line.order = order
            if kits.pieces_of(line, product_id) and reserving.missing(line):
                found.append(line)
    return sorted(found, key=promise_queries.urgency)


def _save_lines(lines: Collection[OrderLine]) -> None:
    touched = {line.pk: line for line in lines}
    update_rows(touched.values(), ["reserved", "by_components", *promising.COLUMNS])


def _tell(order: Order, got: Collection[OrderLine], moved: Collection[OrderLine], at: datetime) -> None:
    for kind, lines in (("order.reserved", got), ("order.promised", moved)):
        if lines:
            events.record(kind, order, at=at, lines=", ".join(str(line.line_no) for line in lines))
