"""Which products go together, kept for order entry (R255, docs/adr/0105): the same figures as the report on related
products gives of all orders of a year, of pairs that enough different customers buy."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from accounts.people.models import User
from common import dates, locks
from common.locks import Lock
from common.operation import operation
from reports.clientele import scope
from reports.clientele.pairs_reading import FEWEST
from reports.facts.choices import Kind

MONTHS = 12
FEWEST_CUSTOMERS = 3  # with both: below it a pair would tell what somebody buys
MOST = 10  # partners of a product
LEAST_SHARE = 0.05  # of the orders with a product that have the partner too
PAIRS = 20_000_000  # looked at: where orders are very long, those of the latest days

_LINES = """reports_flow f
    WHERE f.kind = %(kind)s AND f.day BETWEEN %(since)s AND %(until)s AND f.product_id <> 0 AND f.amount > 0"""

# day by day, how many pairs of products its orders have
_BY_DAY = f"""
    SELECT day, sum(goods * (goods - 1) / 2)::bigint
    FROM (SELECT f.order_id, max(f.day) AS day, count(DISTINCT f.product_id) AS goods FROM {_LINES} GROUP BY 1) o
    GROUP BY 1 ORDER BY 1 DESC"""

# a pair is counted once for each customer and then summed up, which is cheaper than counting distinct ones; those stay
# that come most often beyond chance, as in the report on pairs
_KEEP = f"""
    INSERT INTO reports_productpartner (product_id, partner_id, "both", with_product, with_partner, whole, customers)
    WITH b AS MATERIALIZED (SELECT DISTINCT f.order_id, f.customer_id, f.product_id FROM {_LINES}),
    n AS MATERIALIZED (SELECT product_id, count(*) AS orders FROM b GROUP BY 1),
    w AS MATERIALIZED (
        SELECT count(*) AS orders FROM reports_ordermoments m WHERE m.booked_date BETWEEN %(since)s AND %(until)s
    ), pairs AS MATERIALIZED (
        SELECT p.first, p.second, sum(p.together)::int AS together, count(*)::int AS customers FROM (
            SELECT x.product_id AS first, y.product_id AS second, x.customer_id, count(*) AS together
            FROM b x JOIN b y ON y.order_id = x.order_id AND y.product_id > x.product_id GROUP BY 1, 2, 3
        ) p GROUP BY 1, 2 HAVING sum(p.together) >= %(fewest)s AND count(*) >= %(customers)s
    ), sides AS (
        SELECT first AS product_id, second AS partner_id, together, customers FROM pairs
        UNION ALL SELECT second, first, together, customers FROM pairs
    ), ranked AS (
        SELECT s.product_id, s.partner_id, s.together, n.orders AS with_product, m.orders AS with_partner,
            w.orders AS whole, s.customers, row_number() OVER (
                PARTITION BY s.product_id
                ORDER BY s.together - n.orders::numeric * m.orders / w.orders DESC, s.partner_id
            ) AS place
        FROM sides s JOIN n ON n.product_id = s.product_id JOIN n m ON m.product_id = s.partner_id CROSS JOIN w
        JOIN products_product p ON p.id = s.partner_id AND p.is_active
        WHERE s.together::numeric * w.orders > n.orders::numeric * m.orders AND s.together >= %(share)s * n.orders
    )
    SELECT product_id, partner_id, together, with_product, with_partner, whole, customers
    FROM ranked WHERE place <= %(most)s"""


@operation
def keep_partners(*, actor: User, at: datetime) -> int:
    """Make what is kept anew from the orders of the last year; says how many rows there are. Nothing happens while
    another does it. Readers see the former rows until it is done."""
    if not locks.take(Lock.KEEP_PARTNERS):
        return 0
    today = dates.business_day(at)
    given: dict[str, Any] = {
        "kind": int(Kind.ORDERED),
        "since": scope.months_before(today, MONTHS) + timedelta(days=1),
        "until": today,
        "fewest": FEWEST,
        "customers": FEWEST_CUSTOMERS,
        "share": LEAST_SHARE,
        "most": MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('work_mem', '64MB', true)")
        cursor.execute(_BY_DAY, given)
        given["since"] = first_day(cursor.fetchall(), PAIRS, given["since"])
        cursor.execute("DELETE FROM reports_productpartner")
        cursor.execute(_KEEP, given)
        return int(cursor.rowcount)


def first_day(by_day: Iterable[tuple[date, int]], most: int, since: date) -> date:
    """The first of the days, told latest first, whose pairs together are no more than ``most``; at least the latest of
    them. ``since`` where all are few enough."""
    total, first = 0, None
    for day, pairs in by_day:
        total += pairs
        if first is not None and total > most:
            return first
        first = day
    return since
