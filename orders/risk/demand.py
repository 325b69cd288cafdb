"""Moves of demand (R112): what was ordered of a product family in the last weeks against as many weeks before."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from common import settings
from orders.risk.choices import Level
from orders.risk.finding import FAMILY, HUNDRED, Found, figure, rows_of

WEEKS, PERCENT, LEAST = "risk.demand_weeks", "risk.demand_percent", "risk.demand_least"


def demand_moves(today: date) -> Iterator[Found]:
    """Families (categories of products) of which so much more or less was ordered than in the span before, in the
    company's currency: the last weeks up to yesterday against as many before. Asked once orders go back over both
    spans, of families with so many orders in one of them; one of which nothing was ordered before has nothing to be
    held against. The head of sales owns it."""
    weeks, percent = int(settings.get(WEEKS)), figure(PERCENT)
    middle = today - timedelta(weeks=weeks)
    asked = {"first": middle - timedelta(weeks=weeks), "middle": middle, "today": today}
    for key, code, name, owner, department, *moved in rows_of(_MOVES, percent=percent, least=figure(LEAST), **asked):
        intake, before, orders, orders_before = moved
        change = (intake - before) * HUNDRED / before
        numbers = {
            "change": f"{change:+.0f}",
            "weeks": str(weeks),
            "intake": f"{intake:.2f}",
            "intake_before": f"{before:.2f}",
            "orders": str(orders),
            "orders_before": str(orders_before),
        }
        level = Level.HIGH if abs(change) >= 2 * percent or change <= _HALVED else Level.MEDIUM
        label = f"{code} {name}"[:160]
        yield Found(*(FAMILY, key, code, label, level, numbers), owner_id=owner, department_id=department)


_HALVED = Decimal(-50)
_MOVES = """
WITH bought AS (
    SELECT p.category_id AS category, o.id, o.order_date >= %(middle)s AS is_new, l.net * o.exchange_rate AS net
    FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id JOIN products_product p ON p.id = l.product_id
    WHERE o.status IN ('EFFECTIVE', 'CLOSED', 'ARCHIVED') AND o.order_date >= %(first)s AND o.order_date < %(today)s
        AND NOT l.is_gift AND p.category_id IS NOT NULL
), spans AS (
    SELECT category, coalesce(sum(net) FILTER (WHERE is_new), 0) AS intake,
        coalesce(sum(net) FILTER (WHERE NOT is_new), 0) AS before,
        count(DISTINCT id) FILTER (WHERE is_new) AS orders,
        count(DISTINCT id) FILTER (WHERE NOT is_new) AS orders_before
    FROM bought GROUP BY category
), head AS (
    SELECT id, head_id FROM accounts_department WHERE is_active AND kind = 'SALES' ORDER BY path, id LIMIT 1
)
SELECT c.id, c.code, c.name, h.head_id, h.id, round(s.intake, 2), round(s.before, 2), s.orders, s.orders_before
FROM spans s JOIN products_productcategory c ON c.id = s.category LEFT JOIN head h ON true
WHERE s.before > 0 AND greatest(s.orders, s.orders_before) >= %(least)s
    AND abs(s.intake - s.before) * 100 >= s.before * %(percent)s
    AND EXISTS (
        SELECT FROM orders_order WHERE order_date <= %(first)s AND status IN ('EFFECTIVE', 'CLOSED', 'ARCHIVED')
    )
ORDER BY c.id
"""
