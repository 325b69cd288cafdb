"""What advice at order entry goes by (R255): a customer's own orders, off one index, and the kept partners of products.

Both read a bounded number of rows: people wait for it line by line.
"""

from collections.abc import Collection
from typing import Any

from orders.entry.related import Asked
from reports.clientele import scope
from reports.clientele.models import ProductPartner
from reports.clientele.pairs_reading import Pair
from reports.facts import reading
from reports.facts.choices import Kind
from reports.figures import narrowing
from reports.figures.sql import Sql

HABIT_MONTHS = 24
LINES = 3_000  # of a customer, the latest


def habits(asked: Asked) -> list[tuple[Any, ...]]:
    """The fields of a ``Habit`` for each product that the customer ordered and that is not at hand; only orders that
    who asks sees. The median of what he ordered is what he usually orders."""
    at_hand = sorted(asked.product_ids)
    sql = Sql(
        """WITH l AS MATERIALIZED (
        SELECT f.order_id, f.product_id, f.day, f.quantity FROM reports_flow f
        WHERE f.customer_id = %s AND f.kind = %s AND f.day BETWEEN %s AND %s AND f.product_id <> 0 AND f.amount > 0""",
        [asked.customer_id, int(Kind.ORDERED), scope.months_before(asked.today, HABIT_MONTHS), asked.today],
    )
    sql += narrowing.facts_seen(asked.actor)
    sql.add(
        """ ORDER BY f.day DESC LIMIT %s
        ), b AS MATERIALIZED (
        SELECT order_id, product_id, max(day) AS day, sum(quantity) AS quantity FROM l GROUP BY 1, 2
        ), near AS MATERIALIZED (SELECT DISTINCT order_id FROM b WHERE product_id = ANY(%s))
        SELECT b.product_id, count(*), max(b.day), percentile_disc(0.5) WITHIN GROUP (ORDER BY b.quantity),
            count(*) FILTER (WHERE b.order_id IN (SELECT order_id FROM near)), (SELECT count(*) FROM near),
            (SELECT count(DISTINCT order_id) FROM b)
        FROM b WHERE b.product_id <> ALL(%s) GROUP BY 1""",
        *(LINES, at_hand, at_hand),
    )
    return reading.fetched(sql.text, sql.given)


def partners(product_ids: Collection[int]) -> list[Pair]:
    """The kept partners of these products, some of which may be among them."""
    columns = ("product_id", "partner_id", "both", "with_product", "with_partner", "whole")
    rows = ProductPartner.objects.filter(product_id__in=sorted(product_ids)).values_list(*columns)
    return [Pair(*row) for row in rows.using(reading.alias())]
