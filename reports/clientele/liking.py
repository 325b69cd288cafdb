"""What customers like one buy and he does not (R255): from the orders that the reader sees, in one bounded statement.

Like him are up to fifty customers who share at least two of the ten products that he bought most of, those first
whose products are most alike (shared ÷ all that either buys). What he bought in the last three years is not told again.
"""

from dataclasses import dataclass, replace

from reports.clientele import rhythm, scope
from reports.clientele.scope import Days
from reports.facts import reading
from reports.facts.choices import Kind
from reports.figures.sql import Sql
from reports.standard.reports import Wanted

HIS, SHARED, ASKED, ALIKE, BUYERS = 10, 2, 100, 50, 2


@dataclass(frozen=True)
class Liked:
    """A product that ``buyers`` of ``alike`` such customers bought in the period."""

    product_id: int
    category_id: int
    buyers: int
    alike: int


def liked(wanted: Wanted, days: Days, limit: int) -> list[Liked]:
    """The products that most of them buy first; nothing where nobody is like ``wanted.customer``."""
    everybody = replace(wanted, customer=0)
    sql = Sql("WITH mine AS MATERIALIZED (SELECT f.product_id FROM reports_flow f WHERE f.customer_id = %s")
    sql.given.append(wanted.customer)
    sql += _bought(everybody, days)
    sql.add(" GROUP BY 1 ORDER BY sum(f.amount) DESC, 1 LIMIT %s), ", HIS)
    sql.add(
        """shared AS MATERIALIZED (
        SELECT x.customer_id, count(*) AS shared FROM (
            SELECT DISTINCT f.customer_id, f.product_id FROM reports_flow f
            WHERE f.product_id IN (SELECT product_id FROM mine) AND f.customer_id <> %s""",
        wanted.customer,
    )
    sql += _bought(everybody, days)
    sql.add(
        ") x GROUP BY 1 HAVING count(*) >= %s ORDER BY 2 DESC, 1 LIMIT %s), "
        "theirs AS MATERIALIZED (SELECT f.customer_id, f.product_id, max(f.category_id) AS category_id"
        " FROM reports_flow f WHERE f.customer_id IN (SELECT customer_id FROM shared)",
        *(SHARED, ASKED),
    )
    sql += _bought(everybody, days)
    sql.add(
        """ GROUP BY 1, 2), alike AS MATERIALIZED (
        SELECT s.customer_id FROM shared s JOIN (SELECT customer_id, count(*) AS wide FROM theirs GROUP BY 1) t
            ON t.customer_id = s.customer_id
        ORDER BY s.shared::float / ((SELECT count(*) FROM mine) + t.wide - s.shared) DESC, 1 LIMIT %s
        )
        SELECT t.product_id, max(t.category_id), count(*), (SELECT count(*) FROM alike)
        FROM theirs t JOIN alike a ON a.customer_id = t.customer_id
        WHERE t.product_id NOT IN (SELECT f.product_id FROM reports_flow f WHERE f.customer_id = %s AND f.kind = %s
            AND f.day >= %s""",
        *(ALIKE, wanted.customer, int(Kind.ORDERED), scope.months_before(days.until, rhythm.HISTORY_MONTHS)),
    )
    sql += scope.orders_of(everybody, "f")
    sql.add(") GROUP BY 1 HAVING count(*) >= %s ORDER BY 3 DESC, 1 LIMIT %s", BUYERS, limit)
    return [Liked(*row) for row in reading.fetched(sql.text, sql.given)]


def _bought(wanted: Wanted, days: Days) -> Sql:
    """Lines ordered in the period; gifts are no choice of a customer's."""
    sql = Sql().add(
        " AND f.kind = %s AND f.day BETWEEN %s AND %s AND f.product_id <> 0 AND f.amount > 0",
        *(int(Kind.ORDERED), days.since, days.until),
    )
    sql += scope.orders_of(wanted, "f")
    return sql
