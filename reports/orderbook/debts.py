"""Who owes what since when (R272, SEMANTICS 12): the rows of payment plans that are not paid, as of any day; the same
rows, days and cents as the account of a customer has them (``orders.settlement``), in the company's currency.

Of a past day it is what of today's plans was not paid when that day ended: plans are written over as orders change, so
amounts and due days are those of now; money counts by the day on which it came in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.conf import settings

from orders.settlement.queries.ageing import LIMITS
from reports.facts.reading import fetched
from reports.figures.sql import Sql
from reports.orderbook import cells
from reports.standard import conditions
from reports.standard.reports import Wanted

ZERO = Decimal(0)
EDGES = (*LIMITS, None)

# a row a payment plan's row; ``money``: what came in since, by row. The account is the bill-to, else the customer.
_ROWS = """
    WITH since AS MATERIALIZED (
        SELECT a.plan_row_id, sum(a.amount) AS amount
        FROM orders_receipt r JOIN orders_allocation a ON a.receipt_id = r.id
        WHERE %s AND r.received_date > %s AND a.revoked_at IS NULL GROUP BY a.plan_row_id
    ),
    rows AS (
        SELECT p.id, p.order_id, p.due_date, p.amount - p.received AS open FROM orders_planrow p
        WHERE p.received < p.amount AND p.id NOT IN (SELECT plan_row_id FROM since)
        UNION ALL
        SELECT p.id, p.order_id, p.due_date, p.amount - p.received + s.amount FROM since s
        JOIN orders_planrow p ON p.id = s.plan_row_id
    )
"""
_AGED = """
    SELECT {key}, {sums}, count(DISTINCT r.order_id), min(r.due_date) FILTER (WHERE r.due_date < %s)
    FROM rows p CROSS JOIN LATERAL (
        SELECT o.id AS order_id, coalesce(o.bill_to_id, o.customer_id) AS customer_id, o.department_id,
            o.salesperson_id, o.status, coalesce((o.effective_at AT TIME ZONE %s)::date, o.order_date) AS booked,
            p.due_date, round(p.open * o.exchange_rate, 2) AS open,
            CASE WHEN p.due_date IS NULL THEN -1 WHEN p.due_date >= %s THEN 0
                ELSE width_bucket(%s - p.due_date, %s::integer[]) END AS bucket
        FROM orders_order o WHERE o.id = p.order_id
    ) r
    WHERE r.status IN ('EFFECTIVE', 'CLOSED', 'ARCHIVED') AND r.booked <= %s
""".replace(
    "{sums}",
    ", ".join(f"coalesce(sum(r.open) FILTER (WHERE r.bucket = {place}), 0)" for place in range(-1, len(EDGES) + 1)),
)
KEYS = {
    "customer": "r.customer_id",
    "department": "coalesce(r.department_id, 0)",
    "salesperson": "coalesce(r.salesperson_id, 0)",
    "order": "r.order_id",
}
_FREE = """
    SELECT r.customer_id, sum(round((r.amount - r.allocated) * r.exchange_rate, 2)) FROM orders_receipt r
    WHERE r.customer_id = ANY(%s) AND NOT r.is_void AND r.allocated <> r.amount GROUP BY r.customer_id
"""


@dataclass
class Debt:
    """What is open: without a day yet, not due, overdue by ``EDGES``. ``oldest``: the first day of what is overdue."""

    undated: Decimal = ZERO
    not_due: Decimal = ZERO
    buckets: list[Decimal] = field(default_factory=lambda: [ZERO] * len(EDGES))
    orders: int = 0
    oldest: Any = None

    @property
    def overdue(self) -> Decimal:
        """What is past its day."""
        return sum(self.buckets, ZERO)

    @property
    def open(self) -> Decimal:
        """All of it."""
        return self.undated + self.not_due + self.overdue


def read(wanted: Wanted, by: str) -> dict[Any, Debt]:
    """Debts by member as of the day ``wanted.until``, of orders whose receipts the reader may see; of orders the
    largest ``wanted.top``. Members that owe nothing are left out."""
    sql = _aged(wanted, KEYS[by]).add(" GROUP BY 1 HAVING sum(r.open) <> 0")
    if by == "order" and wanted.top:
        sql.add(" ORDER BY sum(r.open) DESC, 1 LIMIT %s", wanted.top)
    return {key: _debt(*figures) for key, *figures in fetched(sql.text, sql.given)}


def whole(wanted: Wanted) -> Debt:
    """All of them as one."""
    sql = _aged(wanted, "0")
    return _debt(*fetched(sql.text, sql.given)[0][1:])


def _aged(wanted: Wanted, key: str) -> Sql:
    on, is_past = wanted.until, wanted.until < wanted.today
    firsts = [1, *(last + 1 for last in LIMITS)]
    sql = Sql().add(_ROWS, is_past, on)
    sql.add(_AGED.format(key=key), on, settings.BUSINESS_TIME_ZONE, on, on, firsts, on)
    sql += cells.money_seen(wanted.actor, "r.order_id")
    sql += conditions.narrowed(wanted, "r")
    return sql


def _debt(undated: Decimal, not_due: Decimal, *rest: Any) -> Debt:
    *late, orders, oldest = rest
    return Debt(undated, not_due, late, orders, oldest)


def unallocated(customers: list[int]) -> Mapping[int, Decimal]:
    """Customer → money of his that stands on no order yet."""
    return dict(fetched(_FREE, [customers]))


def rest_of(whole: Debt, shown: Iterable[Debt]) -> Debt:
    """What is left of the whole without those that are shown."""
    rest = Debt(whole.undated, whole.not_due, [*whole.buckets], whole.orders)
    for one in shown:
        rest.undated -= one.undated
        rest.not_due -= one.not_due
        rest.buckets = [mine - more for mine, more in zip(rest.buckets, one.buckets, strict=True)]
        rest.orders -= one.orders
    return rest
