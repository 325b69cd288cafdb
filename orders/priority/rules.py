"""Classes and score of an order out of the bands in force (R074, R076, R078, R081). Pure.

The score has three parts, each a share of a thousand by its weight: how large, how soon, how important the customer.
What somebody pins stands above all that is not pinned.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from common import workdays
from orders.order.choices import AmountClass, CustomerType, TimeClass
from orders.order.states import Status

WHOLE = 1000  # the score of an order that has every point
PIN = 2000  # what pinning adds
FULL = 100  # points of a part
OPEN = (Status.DRAFT, Status.SUBMITTED, Status.EFFECTIVE)


@dataclass(frozen=True)
class Rules:
    """A version of the bands: amounts in the company's currency including tax, days of work, weights of the parts,
    points (0–100) of customers: new ones, by class, all others."""

    number: int = 0
    medium_from: Decimal = Decimal(20000)
    large_from: Decimal = Decimal(200000)
    urgent_days: int = 5
    short_days: int = 20
    weight_amount: int = 30
    weight_time: int = 50
    weight_customer: int = 20
    new_customer: int = 60
    other_customer: int = 40
    by_class: Mapping[str, int] = field(default_factory=dict)


SHIPPED = Rules()


@dataclass(frozen=True)
class Facts:
    """What classes and score depend on. ``amount`` is in the company's currency."""

    status: str
    amount: Decimal
    order_date: date
    due: date | None
    is_urgent: bool
    is_new: bool
    customer_class: str
    is_pinned: bool = False


@dataclass(frozen=True)
class Standing:
    """Classes ("" = cannot be said) and score with its parts; an order that is over has a score of 0."""

    amount_class: str
    time_class: str
    customer_type: str
    priority: int
    priority_amount: int
    priority_time: int
    priority_customer: int


def standing(rules: Rules, facts: Facts, calendar: workdays.Calendar, today: date) -> Standing:
    """The standing of an order today. Once it is over its class by time is that of the day it was ordered."""
    is_open = facts.status in OPEN
    left = days_left(facts, calendar, today if is_open else facts.order_date)
    kept: dict[str, Any] = {
        "amount_class": amount_class(rules, facts.amount),
        "time_class": time_class(rules, left),
        "customer_type": CustomerType.NEW if facts.is_new else CustomerType.EXISTING,
    }
    if not is_open:
        return Standing(**kept, priority=0, priority_amount=0, priority_time=0, priority_customer=0)
    points = (amount_points(rules, facts.amount), time_points(rules, left), customer_points(rules, facts))
    weights = (rules.weight_amount, rules.weight_time, rules.weight_customer)
    parts = [_share(weight * point, sum(weights)) for weight, point in zip(weights, points, strict=True)]
    score = sum(parts) + (PIN if facts.is_pinned else 0)
    kept.update(zip(PARTS, parts, strict=True))
    return Standing(**kept, priority=score)


PARTS = ("priority_amount", "priority_time", "priority_customer")


def days_left(facts: Facts, calendar: workdays.Calendar, on: date) -> int | None:
    """Days of work until the order is due, below zero when it is late; 0 for one marked urgent; None: no day known."""
    if facts.is_urgent:
        return 0
    return None if facts.due is None else calendar.between(on, facts.due)


def amount_class(rules: Rules, amount: Decimal) -> str:
    """Large, medium or small (R074)."""
    if amount >= rules.large_from:
        return AmountClass.LARGE
    return AmountClass.MEDIUM if amount >= rules.medium_from else AmountClass.SMALL


def time_class(rules: Rules, left: int | None) -> str:
    """Urgent, short-term or long-term (R078); "" where no day is known."""
    if left is None:
        return ""
    if left <= rules.urgent_days:
        return TimeClass.URGENT
    return TimeClass.SHORT if left <= rules.short_days else TimeClass.LONG


def amount_points(rules: Rules, amount: Decimal) -> int:
    """All points from the band of large orders on, fewer in proportion below."""
    return min(FULL, int(max(Decimal(0), amount) * FULL / rules.large_from))


def time_points(rules: Rules, left: int | None) -> int:
    """All points on the last day and after it, none from twice the short term on."""
    far = 2 * rules.short_days
    return 0 if left is None else max(0, min(FULL, FULL * (far - left) // far))


def customer_points(rules: Rules, facts: Facts) -> int:
    """The importance of the customer: of new ones, of his class, of all others."""
    return rules.new_customer if facts.is_new else rules.by_class.get(facts.customer_class, rules.other_customer)


def _share(weighted: int, weights: int) -> int:
    exact = Decimal(weighted * WHOLE) / (FULL * weights)
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
