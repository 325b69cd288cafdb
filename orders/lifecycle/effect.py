"""What taking effect means for everybody (SEMANTICS 2, 7, 10, 12), inside the operation that makes it so."""

from collections.abc import Sequence
from datetime import datetime

from accounts.people.models import User
from common import events
from common.rows import update_rows
from customers.operations.standing import note_effective_order
from orders.credit import operations as credit
from orders.credit.models import CreditExposure
from orders.credit.rules import Moment
from orders.deltas import operations as deltas
from orders.lifecycle import notices
from orders.order import derive, writing
from orders.order.models import Order, OrderLine
from orders.order.states import Move
from orders.promise import kits, promising, reserving, taking
from orders.settlement import planning

LINE_COLUMNS = ("original", "reserved", "by_components", *promising.COLUMNS)


def take_effect(
    order: Order,
    lines: Sequence[OrderLine],
    *,
    actor: User,
    at: datetime,
    reason: str = "",
    exposure: CreditExposure | None = None,
) -> list[str]:
    """Make a submitted order effective: credit once more, original quantities, stock, promises, payment plan.

    Saves the lines; returns the order's columns to save. Raises CreditExceeded, WrongState.
    """
    credit.check(order, at, Moment.APPROVE, actor=actor, exposure=exposure)
    writing.move(order, Move.APPROVE, actor=actor, at=at, reason=reason)
    order.effective_at = at
    note_effective_order(order.customer_id, at)  # customers before stock rows, as everywhere (DESIGN 3)
    for line in lines:
        line.original = line.ordered
    plan = planning.make_plan(order, at)  # before stock rows too
    holds = promising.unpaid_advance(any(row.is_advance and row.received < row.amount for row in plan))
    kits.settle(lines)
    taking.reserve_and_promise(order, lines, actor=actor, at=at, holds=holds)
    update_rows(lines, LINE_COLUMNS)
    deltas.note_effective(order, by=actor, at=at, reason=reason)
    return [
        *("status", "effective_at", "next_due_date", "received_amount"),
        *derive.derive(order, lines),
    ]


def tell(order: Order, lines: Sequence[OrderLine], *, actor: User, at: datetime) -> None:
    """Every department concerned sees it at once: inbox and event. Call when the order has its number."""
    short = [str(line.line_no) for line in lines if reserving.missing(line)]
    events.record(
        "order.effective",
        order,
        at=at,
        customer=order.customer.code,
        currency=order.currency_id,
        total=str(order.total_amount),
        lines_count=len(lines),
        short_lines=short,
        promised_date=order.promised_date.isoformat() if order.promised_date else None,
        is_urgent=order.is_urgent,
    )
    notices.tell_departments(order, lines, actor=actor, at=at)
