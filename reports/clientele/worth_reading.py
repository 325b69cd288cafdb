"""Customers by value class, from the orders that somebody may see: one statement each."""

from typing import Any

from reports.clientele import scope, worth
from reports.clientele.scope import Days
from reports.clientele.thresholds import Thresholds
from reports.clientele.worth import Member, Move
from reports.facts import reading
from reports.figures.sql import Sql
from reports.standard.reports import Wanted

# what classes are told by: code → the column of the customer
COLUMNS = {"region": "c.region", "department": "c.department_id"}


def moves(wanted: Wanted, days: Days, limits: Thresholds) -> list[Move]:
    """How many customers went from which class to which."""
    sql = _both(wanted, days, limits).add("""
        SELECT p.class, n.class, count(*), coalesce(sum(n.orders), 0), coalesce(sum(n.amount), 0),
            coalesce(sum(p.amount), 0)
        FROM n FULL JOIN p ON p.customer_id = n.customer_id GROUP BY 1, 2
    """)
    return [Move(*row) for row in reading.fetched(sql.text, sql.given)]


def members(wanted: Wanted, days: Days, number: int, limit: int, limits: Thresholds) -> tuple[list[Member], int]:
    """The customers of a class, those who ordered for most first, and how many there are."""
    sql = _both(wanted, days, limits).add(
        """
        SELECT n.customer_id, n.last_day, n.orders, n.amount, n.recency, n.frequency, n.amount_score, p.class,
            count(*) OVER ()
        FROM n LEFT JOIN p ON p.customer_id = n.customer_id WHERE n.class = %s
        ORDER BY n.amount DESC, n.customer_id LIMIT %s
        """,
        number,
        limit,
    )
    rows = reading.fetched(sql.text, sql.given)
    return [Member(*row[:-1]) for row in rows], rows[0][-1] if rows else 0


def spread(wanted: Wanted, days: Days, limits: Thresholds) -> list[tuple[Any, int, int, Any]]:
    """(region or sales department of the customer, class, customers, amount)."""
    column = COLUMNS[wanted.by]
    sql = Sql("WITH ")
    sql += _bought("bought", wanted, days.since, days.until)
    sql.add(f"""
        SELECT {column}, n.class, count(*), sum(n.amount)
        FROM ({worth.scored("bought", limits)}) n JOIN customers_customer c ON c.id = n.customer_id GROUP BY 1, 2
    """)
    return [(row[0], row[1], row[2], row[3]) for row in reading.fetched(sql.text, sql.given)]


def one(wanted: Wanted, days: Days, customer_id: int, limits: Thresholds) -> tuple[int, int, int, int] | None:
    """Class and scores (last order, number, amount) of one customer among all; None where he did not order, or too few
    did for scores."""
    sql = Sql("WITH ")
    sql += _bought("bought", wanted, days.since, days.until)
    sql.add(
        f"""
        SELECT n.class, n.recency, n.frequency, n.amount_score
        FROM ({worth.scored("bought", limits)}) n CROSS JOIN (SELECT count(*) AS whole FROM bought) w
        WHERE n.customer_id = %s AND w.whole >= %s
        """,
        customer_id,
        worth.fewest(limits),
    )
    rows = reading.fetched(sql.text, sql.given)
    return (rows[0][0], rows[0][1], rows[0][2], rows[0][3]) if rows else None


def _both(wanted: Wanted, days: Days, limits: Thresholds) -> Sql:
    sql = Sql("WITH ")
    sql += _bought("bought", wanted, days.since, days.until)
    sql.add(", ")
    sql += _bought("before", wanted, days.first, days.last)
    return sql.add(f", n AS ({worth.scored('bought', limits)}), p AS ({worth.scored('before', limits)}) ")


def _bought(name: str, wanted: Wanted, since: Any, until: Any) -> Sql:
    sql = Sql(
        f"""{name} AS (
        SELECT m.customer_id, max(m.booked_date) AS last_day, count(*) AS orders, sum(m.amount) AS amount
        FROM reports_ordermoments m WHERE m.booked_date BETWEEN %s AND %s"""
    )
    sql.given += [since, until]
    sql += scope.orders_of(wanted)
    return sql.add(" GROUP BY 1)")
