"""The orders and lines that everything else is derived from. ``%(orders)s``: keys of orders, ``%(zone)s``: the
company's time zone, ``%(bands)s``: upper bounds of amount bands.

Amounts are rounded to cents once a line; what the order says beyond its lines (freight, cents of an exchange rate) is
in the order's own row, so that sums by line and by order are the same.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import connection

from reports.facts.choices import BANDS, CHANNELS

_CHANNEL = " ".join(f"WHEN '{code}' THEN {number}" for code, number in CHANNELS.items())

# every order of a type that counts; ``stands``: in force, or was delivered and closed
ORDERS = f"""
    o AS MATERIALIZED (
        SELECT o.id, o.exchange_rate AS rate, o.tax_mode, o.origin, t.ships,
            o.origin = 'HISTORY' OR NOT t.invoices AS is_unbilled,
            o.status IN ('EFFECTIVE', 'CLOSED', 'ARCHIVED') AS stands, o.status,
            coalesce((o.effective_at AT TIME ZONE %(zone)s)::date, o.order_date) AS booked,
            o.submitted_at, o.effective_at, o.fulfilment, o.settlement, o.closed_at,
            round(o.total_amount * o.exchange_rate, 2) AS amount, round(o.net_amount * o.exchange_rate, 2) AS net,
            round(o.cost_amount, 2) AS cost,
            o.customer_id, coalesce(o.department_id, 0) AS department_id,
            coalesce(o.salesperson_id, 0) AS salesperson_id, o.order_type_id, coalesce(o.agent_id, 0) AS agent_id,
            (CASE o.channel {_CHANNEL} ELSE 0 END)::smallint AS channel,
            width_bucket(round(o.total_amount * o.exchange_rate, 2), %(bands)s::numeric[])::smallint AS band
        FROM orders_order o JOIN orders_ordertype t ON t.id = o.order_type_id AND t.counts
        WHERE o.id = ANY(%(orders)s::bigint[])
    )
"""

# lines of orders that stand, in the company's currency; a gift of a promotion costs the line that it follows
LINES = """
    l AS MATERIALIZED (
        SELECT l.id, l.order_id, l.line_no, l.product_id, l.is_gift, l.ordered, l.shipped, l.short_closed,
            CASE WHEN l.closure = 'AUTO' THEN (l.closed_at AT TIME ZONE %(zone)s)::date END AS done_day,
            l.promised_date, l.first_promised_date, l.requested_date, l.last_ship_date, l.first_ship_date,
            o.booked, o.ships,
            round((l.net + l.tax) * o.rate, 2) AS amount, round(l.net * o.rate, 2) AS net,
            CASE WHEN l.gift_of_id IS NULL THEN round(l.ordered * l.unit_cost, 2) + coalesce(g.cost, 0) ELSE 0 END
                AS cost
        FROM o JOIN orders_orderline l ON l.order_id = o.id
        LEFT JOIN (
            SELECT g.gift_of_id, sum(round(g.ordered * g.unit_cost, 2)) AS cost
            FROM orders_orderline g WHERE g.order_id = ANY(%(orders)s::bigint[]) AND g.gift_of_id IS NOT NULL
            GROUP BY g.gift_of_id
        ) g ON g.gift_of_id = l.id
        WHERE o.stands
    )
"""


def given(order_ids: Iterable[int]) -> dict[str, Any]:
    """The parameters of every statement that derives."""
    return {"orders": sorted(order_ids), "zone": settings.BUSINESS_TIME_ZONE, "bands": list(BANDS)}


def set_planner() -> None:
    """For the transaction in progress: thousands of orders at once are joined by hashing."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off; SET LOCAL work_mem = '64MB'")
