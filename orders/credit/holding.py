"""Which credit holders' orders do not pass just now: for lists that show many orders at once (R111)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import DecimalField, F, Q, Value
from django.db.models.functions import Coalesce

from common import settings
from customers.credit import queries as papers
from customers.models import Customer
from orders.credit import queries
from orders.credit.exposure import COUNTED
from orders.credit.models import CreditExposure
from orders.credit.rules import Result, stand
from orders.order.states import Origin

ZERO = Decimal(0)


def held_holders(day: date) -> set[int]:
    """Holders that are stopped by hand, over their limit, or late with more than the small amount for longer than they
    are allowed. Three statements, however many."""
    stopped = set(Customer.objects.filter(is_credit_stopped=True).values_list("pk", flat=True))
    return stopped | _over_limit(day) | _late(day)


def _over_limit(day: date) -> set[int]:
    owing = F("on_order") + F("shipped") + F("invoiced") + F("drafts") - F("received")
    allowed = Coalesce("holder__credit_limit", Value(queries.default_limit(), DecimalField()))
    # guarantees only add to a limit: whoever is within it, or has none, need not be looked at
    beyond = Q(owed__gt=allowed) | Q(holder__credit_valid_until__lt=day)
    rows = CreditExposure.objects.alias(owed=owing).filter(beyond, owed__gt=0).select_related("holder")
    secured = papers.secured_of(day)
    percent = queries.watch_percent()
    found = set()
    for row in rows:
        limits = replace(queries.limits_of(row.holder), secured=secured.get(row.holder_id, ZERO))
        if stand(limits, row.total, day, percent) in (Result.HOLD, Result.STOP):
            found.add(row.holder_id)
    return found


_LATE = """
SELECT h.id FROM customers_customer h
JOIN customers_customer c ON c.id = h.id OR c.group_id = h.id
JOIN orders_order o ON o.customer_id = c.id
JOIN orders_planrow p ON p.order_id = o.id
WHERE h.credit_days_overdue IS NOT NULL AND o.next_due_date < %(day)s - h.credit_days_overdue
    AND o.status = ANY(%(statuses)s) AND o.origin <> %(history)s
    AND p.due_date < %(day)s - h.credit_days_overdue AND p.received < p.amount
GROUP BY h.id HAVING sum(round((p.amount - p.received) * o.exchange_rate, 2)) > %(small)s
"""


def _late(day: date) -> set[int]:
    asked: dict[str, Any] = {
        "day": day,
        "statuses": [str(status) for status in COUNTED],
        "history": str(Origin.HISTORY),
        "small": Decimal(str(settings.get(queries.SMALL_OVERDUE))),
    }
    with connection.cursor() as cursor:
        cursor.execute(_LATE, asked)
        return {row[0] for row in cursor.fetchall()}


def customers_held(day: date) -> Q:
    """Orders of customers whose holder is held."""
    holders = held_holders(day)
    return Q(customer_id__in=holders) | Q(customer__group_id__in=holders)
