"""How a customer's credit stands."""

from copy import copy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection

from accounts import policies
from accounts.people.models import User
from common import prepared, settings
from common.money import round2
from customers.credit import queries as papers
from customers.models import Customer, PaymentTermRow
from orders.credit import exposure
from orders.credit.exposure import COUNTED
from orders.credit.models import CreditExposure
from orders.credit.rules import Limits, Result, stand
from orders.order import due
from orders.order.models import Order
from orders.order.states import Origin

DEFAULT_LIMIT = "credit.default_limit"
WATCH_PERCENT = "credit.watch_percent"
SMALL_OVERDUE = "credit.small_overdue"


@dataclass(frozen=True)
class CreditState:
    """Limits, terms and result of a customer's credit holder, in the company's currency.

    ``headroom`` is what may still be ordered (None without a limit), ``percent`` the used share of it.
    """

    holder: Customer
    limits: Limits
    terms: CreditExposure
    result: Result
    day: date

    @property
    def limit(self) -> Decimal | None:
        return self.limits.amount_on(self.day)

    @property
    def exposure(self) -> Decimal:
        return self.terms.total

    @property
    def headroom(self) -> Decimal | None:
        return None if self.limit is None else max(Decimal(0), self.limit - self.exposure)

    @property
    def percent(self) -> Decimal | None:
        return self.exposure * 100 / self.limit if self.limit else None


_LIMITS = ("credit_limit", "credit_order_cap", "credit_valid_until", "credit_days_overdue", "is_credit_stopped")


def limits_of(holder: Customer) -> Limits:
    """The limits that apply: the holder's (group head or customer), else the company's default."""
    if unread := holder.get_deferred_fields().intersection(_LIMITS):  # in one statement, not in one each
        holder.refresh_from_db(fields=sorted(unread))
    return Limits(
        amount=holder.credit_limit if holder.credit_limit is not None else default_limit(),
        order_cap=holder.credit_order_cap,
        valid_until=holder.credit_valid_until,
        days_overdue=holder.credit_days_overdue,
        is_stopped=holder.is_credit_stopped,
    )


def default_limit() -> Decimal | None:
    """What a holder may owe who has no limit of his own; None: as much as he likes."""
    default = settings.get(DEFAULT_LIMIT)
    return None if default in (None, "") else Decimal(str(default))


def watch_percent() -> Decimal:
    """From which used share of the limit on a customer is watched."""
    return Decimal(str(settings.get(WATCH_PERCENT)))


def credit_state(customer: Customer, day: date) -> CreditState:
    """How the customer's credit stands on ``day``: for rules, and for people by ``credit_state_for``."""
    holder = customer if not customer.group_id else Customer.objects.get(pk=customer.group_id)
    terms = exposure.of_holder(holder.pk)
    limits = replace(limits_of(holder), secured=papers.secured(holder.pk, day))
    return CreditState(holder, limits, terms, stand(limits, terms.total, day, watch_percent()), day)


def credit_state_for(actor: User, customer: Customer, day: date) -> CreditState | None:
    """``credit_state``, or None where ``actor`` does not see credit (sensitive field ``customer.credit``)."""
    return None if policies.effect(actor, "customer.credit") else credit_state(customer, day)


def with_more(state: CreditState, planned: Decimal) -> CreditState:
    """How the holder would stand with an order of ``planned`` more, in the company's currency."""
    if not planned:
        return state
    terms = copy(state.terms)
    terms.on_order += planned
    return replace(state, terms=terms, result=stand(state.limits, terms.total, state.day, watch_percent()))


def overdue(holder_id: int, allowed_days: int, day: date) -> Decimal:
    """What of the holder's orders is late by more than ``allowed_days``, in the company's currency."""
    asked = {
        "holder": holder_id,
        "day": day - timedelta(days=allowed_days),
        "statuses": [str(status) for status in COUNTED],
        "history": str(Origin.HISTORY),
    }
    with connection.cursor() as cursor:
        prepared.execute(cursor, _OVERDUE, asked)
        return cursor.fetchone()[0]


# by the orders' own column first: few have a day that is past
_OVERDUE = """
SELECT coalesce(sum(round((p.amount - p.received) * o.exchange_rate, 2)), 0)
FROM orders_order o JOIN orders_planrow p ON p.order_id = o.id
WHERE o.customer_id IN (SELECT id FROM customers_customer WHERE id = %(holder)s OR group_id = %(holder)s)
    AND o.next_due_date < %(day)s AND o.status = ANY(%(statuses)s) AND o.origin <> %(history)s
    AND p.due_date < %(day)s AND p.received < p.amount
"""


def has_overdue(holder_id: int, limits: Limits, day: date) -> bool:
    """Whether late payments hold the holder's orders: more than the small amount that the company does not mind is
    late for longer than he is allowed."""
    if limits.days_overdue is None:
        return False
    return overdue(holder_id, limits.days_overdue, day) > Decimal(str(settings.get(SMALL_OVERDUE)))


def amount_of(order: Order) -> Decimal:
    """What an order is worth for the largest single order, in the company's currency."""
    return round2(order.total_amount * order.exchange_rate) if due.is_charged(order) else Decimal(0)


def is_prepaid(order: Order) -> bool:
    """Whether the whole order is paid before it ships: it was received, or each row of its payment plan (of its
    terms, while it has none) is an advance without which nothing ships.

    An advance that only holds production, or of which a part may be missing, lets goods go unpaid.
    """
    if order.due_amount and order.received_amount >= order.due_amount:
        return True
    demands = ("is_advance", "control", "allowed_shortfall")
    plan = list(order.plan_rows.filter(percent__gt=0).values_list(*demands))  # type: ignore[attr-defined]
    rows = plan or list(PaymentTermRow.objects.filter(term_id=order.payment_term_id).values_list(*demands))
    return bool(rows) and all(
        is_advance and control == PaymentTermRow.Control.SHIP and not shortfall
        for is_advance, control, shortfall in rows
    )
