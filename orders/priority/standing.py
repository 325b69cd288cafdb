"""The standing of orders as they are saved: the bands in force, kept by every process (``common.stamps``), so that an
order costs no statement more. Registered with ``orders.order.writing``."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from common import dates, stamps, workdays
from orders.order.models import Order
from orders.priority import rules
from orders.priority.models import PriorityRules
from orders.priority.rules import SHIPPED, Facts, Rules

STAMP = "priority"
COLUMNS = ("amount_class", "time_class", "customer_type", "priority", *rules.PARTS)
_kept: tuple[str | None, tuple[tuple[date, Rules], ...]] = ("", ())


def versions() -> Sequence[tuple[date, Rules]]:
    """Every version with its first day, newest first."""
    global _kept
    stamp = stamps.latest(STAMP)
    if stamp is None:
        return ()  # nothing was ever edited
    if _kept[0] != stamp:
        rows = PriorityRules.objects.order_by("-valid_from", "-number")
        _kept = (stamp, tuple((row.valid_from, row.as_rules()) for row in rows))
    return _kept[1]


def in_force(day: date) -> Rules:
    """The bands that hold on a day."""
    return next((found for first, found in versions() if first <= day), SHIPPED)


def facts_of(order: Any, customer: Any) -> Facts:
    """What the standing of an order depends on, of rows or of values with their names."""
    first = customer.first_effective_at
    is_first = order.effective_at is not None and first is not None and order.effective_at <= first
    return Facts(
        status=order.status,
        amount=order.total_amount * order.exchange_rate,
        order_date=order.order_date,
        due=order.requested_date or order.promised_date,
        is_urgent=order.is_urgent,
        is_new=first is None or is_first,
        customer_class=customer.customer_class,
        is_pinned=bool(order.pin_reason),
    )


def place(order: Order, at: datetime) -> list[str]:
    """Set classes and score of an order as it is saved; returns the columns that changed. An order whose customer is
    not at hand keeps what it had: nothing is read here."""
    customer = order._state.fields_cache.get("customer")
    if customer is None or not {"first_effective_at", "customer_class"} <= customer.__dict__.keys():
        return []
    today = dates.business_day(at)
    found = asdict(rules.standing(in_force(today), facts_of(order, customer), workdays.calendar(), today))
    changed = [name for name, value in found.items() if getattr(order, name) != value]
    for name in changed:
        setattr(order, name, found[name])
    return changed
