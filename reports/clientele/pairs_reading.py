"""Products that are bought together (R255): in an order, or by a customer within the period. Every statement is
bounded: with one product by the orders (customers) that have it, without one by the hundred products in most lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reports.clientele import scope
from reports.clientele.scope import Days
from reports.facts import reading
from reports.facts.choices import Kind
from reports.figures.sql import Sql
from reports.standard.reports import Wanted

ORDER, CUSTOMER = "order", "customer"  # what a basket is
_COLUMNS = {ORDER: "order_id", CUSTOMER: "customer_id"}
FEWEST = 3  # baskets with both
PRODUCTS = 100  # those looked at where none is picked
BASKETS = 10_000  # the latest orders (or any customers) with the picked product


@dataclass(frozen=True)
class Pair:
    """In how many baskets two products are: both, the first, the second; ``whole``: all baskets of the period.
    ``amount``: of the second in the baskets of both."""

    first: int
    second: int
    both: int
    with_first: int
    with_second: int
    whole: int
    amount: Any = None

    @property
    def support(self) -> float:
        """The share of all baskets that have both."""
        return self.both / self.whole

    @property
    def confidence(self) -> float:
        """Of the baskets with the first, the share that has the second as well."""
        return self.both / self.with_first

    @property
    def back(self) -> float:
        """Of the baskets with the second, the share that has the first as well."""
        return self.both / self.with_second

    @property
    def lift(self) -> float:
        """How many times more often than if the two had nothing to do with each other."""
        return self.both * self.whole / (self.with_first * self.with_second)


def beside(wanted: Wanted, days: Days, basket: str, limit: int) -> list[Pair]:
    """What goes with ``wanted.product``, the most frequent first."""
    sql = Sql("WITH mine AS MATERIALIZED (")
    sql += _mine(wanted, days, basket)
    sql.add("), ")
    sql += _both(wanted, days, basket, limit)
    column = _COLUMNS[basket]
    sql.add(
        f""" SELECT p.product_id, p.both, (SELECT count(*) FROM mine), (
            SELECT count(DISTINCT f.{column}) FROM reports_flow f WHERE f.product_id = p.product_id"""
    )
    sql += _lines(wanted, days)
    sql.add("), (")
    sql += _whole(wanted, days, basket)
    sql.add("), p.amount FROM pairs p ORDER BY p.both DESC, p.product_id")
    return [
        Pair(wanted.product, row[0], row[1], row[2], row[3], row[4], row[5])
        for row in reading.fetched(sql.text, sql.given)
    ]


def _mine(wanted: Wanted, days: Days, basket: str) -> Sql:
    """The baskets that have the product: of orders the latest, so that one in every order costs no more."""
    column = _COLUMNS[basket]
    sql = Sql(f"SELECT f.{column} AS basket FROM reports_flow f WHERE f.product_id = %s", [wanted.product])
    sql += _lines(wanted, days)
    return sql.add(f" GROUP BY 1 ORDER BY max(f.day) DESC, 1 LIMIT {BASKETS}")


def _both(wanted: Wanted, days: Days, basket: str, limit: int) -> Sql:
    column = _COLUMNS[basket]
    sql = Sql(
        f"""pairs AS MATERIALIZED (
        SELECT f.product_id, count(DISTINCT f.{column}) AS both, sum(f.amount) AS amount
        FROM reports_flow f WHERE f.{column} IN (SELECT basket FROM mine) AND f.product_id <> %s""",
        [wanted.product],
    )
    sql += _lines(wanted, days)
    return sql.add(f" GROUP BY 1 HAVING count(DISTINCT f.{column}) >= %s ORDER BY 2 DESC, 1 LIMIT %s)", FEWEST, limit)


def together(wanted: Wanted, days: Days, basket: str, limit: int) -> list[Pair]:
    """The pairs that go together best, among the products in most lines of the period (of a category, where one is
    picked), more often than by chance: those first that come most often beyond it."""
    column = _COLUMNS[basket]
    sql = Sql("WITH often AS MATERIALIZED (SELECT f.product_id FROM reports_flow f WHERE TRUE")
    sql += _lines(wanted, days)
    sql += _category(wanted)
    sql.add(
        f""" GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT {PRODUCTS}), b AS MATERIALIZED (
        SELECT f.{column} AS basket, f.product_id FROM reports_flow f
        WHERE f.product_id IN (SELECT product_id FROM often)"""
    )
    sql += _lines(wanted, days)
    sql.add(
        """ GROUP BY 1, 2), n AS (SELECT product_id, count(*) AS baskets FROM b GROUP BY 1), whole AS MATERIALIZED ("""
    )
    sql += _whole(wanted, days, basket)
    sql.add(
        """), pairs AS (
        SELECT x.product_id AS first, y.product_id AS second, count(*) AS both
        FROM b x JOIN b y ON y.basket = x.basket AND y.product_id > x.product_id GROUP BY 1, 2 HAVING count(*) >= %s
        )
        SELECT p.first, p.second, p.both, n.baskets, m.baskets, (SELECT * FROM whole)
        FROM pairs p JOIN n ON n.product_id = p.first JOIN n m ON m.product_id = p.second
        WHERE p.both::numeric * (SELECT * FROM whole) > n.baskets::numeric * m.baskets
        ORDER BY p.both - n.baskets::numeric * m.baskets / (SELECT * FROM whole) DESC, 1, 2 LIMIT %s""",
        FEWEST,
        limit,
    )
    return [Pair(*row) for row in reading.fetched(sql.text, sql.given)]


def _lines(wanted: Wanted, days: Days) -> Sql:
    """Lines ordered in the period by the orders that count; gifts are no choice of a customer's."""
    sql = Sql().add(
        " AND f.kind = %s AND f.day BETWEEN %s AND %s AND f.product_id <> 0 AND f.amount > 0",
        *(int(Kind.ORDERED), days.since, days.until),
    )
    sql += scope.orders_of(scope.without_goods(wanted), "f")
    return sql


def _category(wanted: Wanted) -> Sql:
    keys: Sequence[int] = scope.categories(wanted)
    return Sql().add(" AND f.category_id = ANY(%s)", list(keys)) if keys else Sql()


def _whole(wanted: Wanted, days: Days, basket: str) -> Sql:
    """How many baskets there are."""
    what = "count(*)" if basket == ORDER else "count(DISTINCT m.customer_id)"
    sql = Sql(f"SELECT {what} FROM reports_ordermoments m WHERE m.booked_date BETWEEN %s AND %s")
    sql.given += [days.since, days.until]
    sql += scope.orders_of(scope.without_goods(wanted), "m")
    return sql
