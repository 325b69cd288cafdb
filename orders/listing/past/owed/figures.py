"""What customers owed at a past moment, from rows that are never edited (SEMANTICS 12): invoices by the moment they
were issued (red ones taken off), money by the moments it was allocated and taken back. What came in for an order pays
its invoices, the oldest first, as today's ageing does.

The age counts from the day of the invoice: on which day a part of the plan was due is not known any more, for plans are
written over as amounts move.
"""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from common import currencies, dates

ZERO = Decimal(0)
LIMITS = (30, 60, 90)  # days after the invoice, the last of each bucket

# of the orders in ``picked`` at the moment and on the day in ``clock``
_OWED = """
    billed AS (
        SELECT p.id AS order_id, b.id AS invoice_id, b.invoice_date, sum(l.amount) AS amount
        FROM picked p JOIN orders_invoiceline l ON l.order_id = p.id
        JOIN orders_invoice i ON i.id = l.invoice_id AND i.status IN ('ISSUED', 'RED')
            AND i.issued_at <= (SELECT moment FROM clock)
        JOIN orders_invoice b ON b.id = coalesce(i.red_of_id, i.id) GROUP BY 1, 2, 3
    ),
    paid AS (
        SELECT p.id AS order_id, sum(a.amount) AS received
        FROM picked p JOIN orders_planrow w ON w.order_id = p.id JOIN orders_allocation a ON a.plan_row_id = w.id
        WHERE a.at <= (SELECT moment FROM clock)
            AND (a.revoked_at IS NULL OR a.revoked_at > (SELECT moment FROM clock)) GROUP BY 1
    ),
    aged AS (
        SELECT b.order_id, (SELECT day FROM clock) - b.invoice_date AS days,
            b.amount - least(b.amount, greatest(0, coalesce(m.received, 0)
                - (sum(b.amount) OVER (PARTITION BY b.order_id ORDER BY b.invoice_date, b.invoice_id) - b.amount)))
                AS open
        FROM billed b LEFT JOIN paid m ON m.order_id = b.order_id
    ),
    owed AS (
        SELECT p.id, o.customer_id, o.currency_id,
            coalesce((SELECT sum(amount) FROM billed b WHERE b.order_id = p.id), 0) AS invoiced,
            coalesce(m.received, 0) AS received, coalesce(g.open, 0) AS open, coalesce(g.b1, 0) AS b1,
            coalesce(g.b2, 0) AS b2, coalesce(g.b3, 0) AS b3, coalesce(g.b4, 0) AS b4
        FROM picked p JOIN orders_order o ON o.id = p.id
        LEFT JOIN paid m ON m.order_id = p.id
        LEFT JOIN (
            SELECT order_id, sum(open) AS open, sum(open) FILTER (WHERE days <= 30) AS b1,
                sum(open) FILTER (WHERE days BETWEEN 31 AND 60) AS b2,
                sum(open) FILTER (WHERE days BETWEEN 61 AND 90) AS b3, sum(open) FILTER (WHERE days > 90) AS b4
            FROM aged GROUP BY 1
        ) g ON g.order_id = p.id
    )
"""
_CLOCK = "clock AS (SELECT %s::timestamptz AS moment, %s::date AS day)"
_AMOUNTS = "invoiced, received, open, greatest(0, received - invoiced), b1, b2, b3, b4"
_SUMS = (
    "count(*), sum(t.invoiced), sum(t.received), sum(t.open), sum(greatest(0, t.received - t.invoiced)), sum(t.b1),"
    " sum(t.b2), sum(t.b3), sum(t.b4)"
)
# money of customers that stood on no order then
_FREE = """
    SELECT r.customer_id, r.currency_id, sum(r.amount - coalesce((
        SELECT sum(a.amount) FROM orders_allocation a WHERE a.receipt_id = r.id AND a.at <= %s
            AND (a.revoked_at IS NULL OR a.revoked_at > %s)), 0)) AS free
    FROM orders_receipt r WHERE r.customer_id = ANY(%s) AND NOT r.is_void AND r.created_at <= %s GROUP BY 1, 2
"""


@dataclass(frozen=True)
class Owed:
    """What an order, or several in one currency, came to at a moment. ``open``: invoiced and not paid, in ``b1``…``b4``
    by the age of its invoices; ``ahead``: received before it was invoiced."""

    invoiced: Decimal = ZERO
    received: Decimal = ZERO
    open: Decimal = ZERO
    ahead: Decimal = ZERO
    b1: Decimal = ZERO
    b2: Decimal = ZERO
    b3: Decimal = ZERO
    b4: Decimal = ZERO

    @property
    def buckets(self) -> tuple[Decimal, Decimal, Decimal, Decimal]:
        """What is open by age, the youngest first."""
        return self.b1, self.b2, self.b3, self.b4


AMOUNTS = tuple(one.name for one in fields(Owed))


@dataclass(frozen=True)
class OwedSum:
    """The orders of a currency, or of a customer in a currency. ``free``: money of his that stood on no order then."""

    currency: str
    customer_id: int | None
    orders: int
    owed: Owed
    free: Decimal | None = None


def edges() -> list[tuple[int, int | None]]:
    """(first, last) days after the invoice of each bucket; last None: and more."""
    return list(zip((0, *(last + 1 for last in LIMITS)), (*LIMITS, None), strict=True))


def of_orders(order_ids: Collection[int], moment: datetime) -> dict[int, Owed]:
    """Each of the orders. One statement."""
    sql = f"WITH picked AS (SELECT unnest(%s::bigint[]) AS id), {_CLOCK}, {_OWED} SELECT id, {_AMOUNTS} FROM owed"
    with connection.cursor() as cursor:
        cursor.execute(sql, [sorted(set(order_ids)), moment, dates.business_day(moment)])
        return {key: Owed(*row) for key, *row in cursor.fetchall()}


def sums(orders: QuerySet, moment: datetime, *, by_customer: bool = False) -> list[OwedSum]:
    """A whole set of orders by currency, the company's own first; or by customer and currency, who owes most first.
    One statement, two by customer."""
    picked, parameters = orders.order_by().values("pk").query.sql_with_params()
    key = "t.customer_id" if by_customer else "NULL::bigint"
    sql = (
        f"WITH picked AS (SELECT id FROM ({picked}) q(id)), {_CLOCK}, {_OWED}"
        f" SELECT t.currency_id, {key}, {_SUMS} FROM owed t WHERE t.open <> 0 OR t.received > t.invoiced GROUP BY 1, 2"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*parameters, moment, dates.business_day(moment)])
        found = [OwedSum(currency, who, count, Owed(*rest)) for currency, who, count, *rest in cursor.fetchall()]
    if not by_customer:
        return sorted(found, key=lambda one: (one.currency != currencies.base(), one.currency))
    free = _free({one.customer_id for one in found if one.customer_id}, moment)
    told = [_with_free(one, free.get((one.customer_id or 0, one.currency), ZERO)) for one in found]
    return sorted(told, key=lambda one: (one.currency != currencies.base(), one.currency, -one.owed.open))


def _with_free(one: OwedSum, free: Decimal) -> OwedSum:
    return OwedSum(one.currency, one.customer_id, one.orders, one.owed, free)


def _free(customers: Collection[int], moment: datetime) -> dict[tuple[int, str], Any]:
    with connection.cursor() as cursor:
        cursor.execute(_FREE, [moment, moment, sorted(customers), moment])
        return {(customer, currency): free for customer, currency, free in cursor.fetchall()}
