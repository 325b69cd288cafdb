"""Giving goods out anew (R128): what was previewed is done, in one transaction, or nothing."""

from collections.abc import Callable, Collection
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts import policies as rights
from accounts.collaboration import inbox
from accounts.people.models import User
from common import dates, errors, events
from common.operation import operation
from common.rows import update_rows
from orders.order import derive, queries, together
from orders.order.choices import AllocationRule
from orders.order.models import Order, OrderLine
from orders.order.states import Status, not_in_state
from orders.order.watchers import watchers
from orders.promise import promising, reserving
from orders.promise.allocation import plans
from orders.promise.allocation.plans import Change, Plan
from products.stock import ledger
from products.stock import queries as stock


@operation
def run(*, actor: User, product_ids: Collection[int], token: str, at: datetime) -> Plan:
    """Give out anew what is held and free of these products, as the preview with ``token`` said.

    Raises NotAllowed, Stale when the facts moved since (also while we waited), Conflict when nothing would change.
    """
    ids = sorted(set(product_ids))
    return _apply(actor, token, at, lambda today: plans.plan_run(ids, today))


@operation
def take(*, actor: User, line_id: int, token: str, at: datetime) -> Plan:
    """Cover what one line lacks from those that may lose, as previewed. Raises as ``run``, NotFound."""
    return _apply(actor, token, at, lambda today: plans.plan_taking(line_id, today))


@operation
def move(*, actor: User, from_id: int, to_id: int, quantity: Decimal, token: str, at: datetime) -> Plan:
    """Move what one line holds to another of the same product, as previewed. Raises as ``run``, NotFound, Invalid."""
    return _apply(actor, token, at, lambda today: plans.plan_move(from_id, to_id, quantity, today))


@operation
def set_rule(
    *, actor: User, order_id: int, line_no: int, rule: str, at: datetime, version: int | None = None
) -> OrderLine:
    """Say what a line may win or lose when goods are given out anew; "" leaves it to the class of its order.

    Raises NotFound, NotAllowed, WrongState (not effective), Stale, Invalid.
    """
    order = queries.lock_order(actor=actor, order_id=order_id, version=version)
    rights.require(actor, plans.REALLOCATE)
    if order.status != Status.EFFECTIVE:
        raise not_in_state(order.status, [Status.EFFECTIVE])
    line = next((one for one in queries.lines_of(order) if one.line_no == line_no), None)
    if line is None:
        raise errors.NotFound()
    if rule and rule not in AllocationRule.values:
        raise errors.Invalid(fields={"rule": [_("Choose one of the list.")]})
    if line.allocation_rule != rule:
        line.allocation_rule = rule
        update_rows([line], ["allocation_rule"])
        together.save_orders([order], at)
        events.record("order.allocation_rule", order, at=at, line_no=line_no, rule=rule)
    return line


def _apply(actor: User, token: str, at: datetime, find: Callable[[date], Plan]) -> Plan:
    rights.require(actor, plans.REALLOCATE)
    today = dates.business_day(at)
    seen = _agreed(find(today), token)
    orders = together.lock_orders({one.line.order_id for one in seen.changes})
    ledger.lock_rows(stock.row_ids({one.line.product_id for one in seen.changes}))
    plan = _agreed(find(today), token)  # nobody holds or gives back any of it from here on
    lines = together.lines_by_order(orders)
    mine = {line.pk: line for found in lines.values() for line in found}
    _give(plan, mine, at)
    made = []
    for one in plan.changes:
        line = mine[one.line.pk]
        line.order = orders[line.order_id]
        if one.proposal is not None:
            made.append(promising.set_day(line, one.proposal))
    promising.write(made, actor=actor, at=at)
    update_rows([mine[one.line.pk] for one in plan.changes], ["reserved", *promising.COLUMNS])
    for order in orders.values():
        derive.derive(order, lines[order.pk])
        _tell(order, [one for one in plan.changes if one.line.order_id == order.pk], actor, at)
    together.save_orders(list(orders.values()), at)
    return plan


def _agreed(plan: Plan, token: str) -> Plan:
    if plan.token != token:
        raise errors.Stale(_("Stock or orders changed since this was worked out. Look at it again."), fields={})
    if not plan.changes:
        raise errors.Conflict(_("Nothing would change."), code="nothing_to_do")
    return plan


def _give(plan: Plan, lines: dict[int, OrderLine], at: datetime) -> None:
    reserving.release_parts({lines[one.line.pk]: -one.gain for one in plan.changes if one.gain < 0})
    reserving.reserve_exactly([(lines[one.line.pk], one.gain) for one in plan.changes if one.gain > 0], at)
    if any(lines[one.line.pk].reserved != one.after for one in plan.changes):
        raise errors.Stale(_("Stock or orders changed since this was worked out. Look at it again."), fields={})


def _tell(order: Order, changes: list[Change], actor: User, at: datetime) -> None:
    told = {str(one.line.line_no): f"{one.gain.normalize():f}" for one in changes}
    events.record("order.reallocated", order, at=at, lines=told, days=max(one.days for one in changes))
    lost = [one for one in changes if one.gain < 0]
    if lost:
        numbers = ", ".join(str(one.line.line_no) for one in lost)
        inbox.notify(
            watchers(order, but=actor),
            kind="order.shortage",
            message=gettext_noop("%(order)s gave goods of lines %(lines)s to other orders."),
            parameters={"order": str(order), "lines": numbers},
            subject=order,
            at=at,
        )
