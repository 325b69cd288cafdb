"""Who orders again: repurchase, cohorts by the quarter of the first order, customers by month. One statement each."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from reports.clientele import scope
from reports.clientele.scope import Days
from reports.facts import reading
from reports.figures.sql import Sql
from reports.standard.reports import Wanted

WITHIN = (30, 60, 90, 180)  # days after the first order of the period


@dataclass(frozen=True)
class Again:
    """Of ``customers`` who had the time to, ``again`` ordered once more."""

    customers: int
    again: int


def repurchase(wanted: Wanted, days: Days) -> dict[int, tuple[Again, Again]]:
    """By how many days after his first order of the period (0: on another day of the period): this period's customers
    and those of the one before. Who has not had the days yet is in neither number."""
    sql = Sql(
        """WITH d AS (SELECT m.customer_id, m.booked_date AS day FROM reports_ordermoments m
        WHERE m.booked_date BETWEEN %s AND %s""",
        [days.first, days.until],
    )
    sql += scope.orders_of(wanted)
    counted = ", ".join(
        f"count(*) FILTER (WHERE anchor <= %s), count(*) FILTER (WHERE anchor <= %s AND next <= anchor + {number})"
        for number in WITHIN
    )
    sql.add(
        f""" GROUP BY 1, 2
        ), o AS (
        SELECT d.*, lead(d.day) OVER (PARTITION BY d.customer_id ORDER BY d.day) AS next,
            CASE WHEN d.day >= %s THEN 1 WHEN d.day <= %s THEN 0 END AS period FROM d
        ), a AS (
        SELECT DISTINCT ON (o.customer_id, o.period) o.period, o.day AS anchor, o.next,
            count(*) OVER (PARTITION BY o.customer_id, o.period) AS order_days
        FROM o WHERE o.period IS NOT NULL ORDER BY o.customer_id, o.period, o.day
        ) SELECT period, count(*), count(*) FILTER (WHERE order_days > 1), {counted} FROM a GROUP BY 1""",
        days.since,
        days.last,
        *(days.until - timedelta(days=number) for number in WITHIN for _twice in range(2)),
    )
    found = {row[0]: row[1:] for row in reading.fetched(sql.text, sql.given)}
    now, before = (found.get(period, (0,) * (2 + 2 * len(WITHIN))) for period in (1, 0))
    return {
        number: (Again(*now[2 * place : 2 * place + 2]), Again(*before[2 * place : 2 * place + 2]))
        for place, number in enumerate((0, *WITHIN))
    }


@dataclass(frozen=True)
class Cohort:
    """Customers by the quarter of their first order (its first day), and how many of them ordered in each quarter
    after it: 1 is the next one. ``ordered`` has none where nobody did."""

    start: date
    customers: int
    ordered: dict[int, int]


def cohorts(wanted: Wanted, first: date, until: date) -> list[Cohort]:
    """The cohorts whose quarters begin from ``first`` on, until a day."""
    quarter = "(extract(year FROM {0}) * 4 + extract(quarter FROM {0}))::int"
    sql = Sql(
        """WITH f AS (
        SELECT m.customer_id, min(m.booked_date) AS first FROM reports_ordermoments m WHERE m.booked_date <= %s""",
        [until],
    )
    sql += scope.orders_of(wanted)
    sql.add(
        f""" GROUP BY 1 HAVING min(m.booked_date) >= %s
        ), q AS (
        SELECT m.customer_id, {quarter.format("m.booked_date")} AS quarter FROM reports_ordermoments m
        JOIN f ON f.customer_id = m.customer_id WHERE m.booked_date BETWEEN %s AND %s""",
        first,
        first,
        until,
    )
    sql += scope.orders_of(wanted)
    sql.add(
        f""" GROUP BY 1, 2
        ) SELECT date_trunc('quarter', f.first)::date, q.quarter - {quarter.format("f.first")}, count(*)
        FROM f JOIN q ON q.customer_id = f.customer_id GROUP BY 1, 2 ORDER BY 1, 2"""
    )
    found: dict[date, dict[int, int]] = {}
    for start, later, count in reading.fetched(sql.text, sql.given):
        found.setdefault(start, {})[later] = count
    return [Cohort(start, ordered.pop(0), ordered) for start, ordered in found.items()]


@dataclass(frozen=True)
class Month:
    """The customers of a month by what they are, with what they ordered for in it; ``lost``: those whose twelfth month
    without an order it is, with what they had ordered for in the twelve months to their last."""

    new: tuple[int, Decimal]
    kept: tuple[int, Decimal]
    back: tuple[int, Decimal]
    lost: tuple[int, Decimal]


NOBODY = (0, Decimal(0))


def months(wanted: Wanted, since: date, until: date) -> dict[date, Month]:
    """First day of a month → its customers, of every month from ``since`` to ``until`` in which there is any."""
    lapsed = f"interval '{scope.LAPSED_MONTHS} months'"
    sql = Sql(
        """WITH b AS (
        SELECT m.customer_id, date_trunc('month', m.booked_date)::date AS month, sum(m.amount) AS amount
        FROM reports_ordermoments m WHERE m.booked_date <= %s""",
        [until],
    )
    sql += scope.orders_of(wanted)
    sql.add(
        f""" GROUP BY 1, 2
        ), w AS (
        SELECT b.*, lag(b.month) OVER p AS before, lead(b.month) OVER p AS after,
            sum(b.amount) OVER (p RANGE BETWEEN interval '{scope.LAPSED_MONTHS - 1} months' PRECEDING AND CURRENT ROW)
                AS year_amount
        FROM b WINDOW p AS (PARTITION BY b.customer_id ORDER BY b.month)
        )
        SELECT w.month, CASE WHEN w.before IS NULL THEN 0 WHEN w.before >= w.month - {lapsed} THEN 1 ELSE 2 END,
            count(*), sum(w.amount) FROM w WHERE w.month >= %s GROUP BY 1, 2
        UNION ALL
        SELECT (w.month + {lapsed})::date, 3, count(*), sum(w.year_amount) FROM w
        WHERE (w.after IS NULL OR w.after > w.month + {lapsed}) AND w.month + {lapsed} BETWEEN %s AND %s GROUP BY 1
        """,
        since,
        since,
        until,
    )
    found: dict[date, dict[int, tuple[int, Decimal]]] = {}
    for month, what, count, amount in reading.fetched(sql.text, sql.given):
        found.setdefault(month, {})[what] = (count, amount)
    return {month: Month(*(one.get(what, NOBODY) for what in range(4))) for month, one in sorted(found.items())}
