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


def again_in(wanted: Wanted, since: date, until: date, *, by_month: bool = False) -> dict[date, Again]:
    """Who ordered on several days of the whole stretch (under its first day), or of each month in it."""
    sql = Sql(
        f"""SELECT period, count(*), count(*) FILTER (WHERE days > 1) FROM (
        SELECT m.customer_id, {"date_trunc('month', m.booked_date)::date" if by_month else "%s::date"} AS period,
            count(DISTINCT m.booked_date) AS days
        FROM reports_ordermoments m WHERE m.booked_date BETWEEN %s AND %s""",
        [*([] if by_month else [since]), since, until],
    )
    sql += scope.orders_of(wanted)
    rows = reading.fetched(sql.add(" GROUP BY 1, 2) c GROUP BY 1").text, sql.given)
    return {period: Again(customers, again) for period, customers, again in rows}


@dataclass(frozen=True)
class Comer:
    """A customer of the period: his first order day in it, the next one, how many of them there are."""

    customer_id: int
    first: date
    next: date | None
    days: int
    orders: int
    amount: Decimal
    again: bool


def comers(wanted: Wanted, days: Days, within: int, top: int) -> tuple[list[Comer], Again]:
    """The customers behind a repurchase rate (``within`` as in ``repurchase``), those who ordered most first, and how
    many there are of them. By orders, not by amounts: not everybody may know who pays most."""
    sql = Sql(
        """WITH d AS (SELECT m.customer_id, m.booked_date AS day, count(*) AS orders, sum(m.amount) AS amount
        FROM reports_ordermoments m WHERE m.booked_date BETWEEN %s AND %s""",
        [days.since, days.until],
    )
    sql += scope.orders_of(wanted)
    again = "next IS NOT NULL" if not within else f"coalesce(next <= first + {int(within)}, false)"
    sql.add(
        f""" GROUP BY 1, 2
        ), c AS (
        SELECT customer_id, min(day) AS first, (array_agg(day ORDER BY day))[2] AS next, count(*) AS days,
            sum(orders) AS orders, sum(amount) AS amount FROM d GROUP BY 1 HAVING min(day) <= %s
        ) SELECT customer_id, first, next, days, orders, amount, {again}, count(*) OVER (),
            count(*) FILTER (WHERE {again}) OVER ()
        FROM c ORDER BY {again} DESC, orders DESC, customer_id LIMIT %s""",
        days.until - timedelta(days=within),
        top,
    )
    rows = reading.fetched(sql.text, sql.given)
    return [Comer(*row[:7]) for row in rows], Again(*rows[0][7:]) if rows else Again(0, 0)


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
_LAPSED = f"interval '{scope.LAPSED_MONTHS} months'"
_WHAT = f"CASE WHEN w.before IS NULL THEN 0 WHEN w.before >= w.month - {_LAPSED} THEN 1 ELSE 2 END"
_IS_LOST = f"(w.after IS NULL OR w.after > w.month + {_LAPSED})"


def _by_month(wanted: Wanted, until: date) -> Sql:
    """What each customer ordered for in each month (``w``), beside the months before and after in which he did."""
    sql = Sql(
        """WITH b AS (
        SELECT m.customer_id, date_trunc('month', m.booked_date)::date AS month, sum(m.amount) AS amount
        FROM reports_ordermoments m WHERE m.booked_date <= %s""",
        [until],
    )
    sql += scope.orders_of(wanted)
    return sql.add(
        f""" GROUP BY 1, 2
        ), w AS (
        SELECT b.*, lag(b.month) OVER p AS before, lead(b.month) OVER p AS after,
            sum(b.amount) OVER (p RANGE BETWEEN interval '{scope.LAPSED_MONTHS - 1} months' PRECEDING AND CURRENT ROW)
                AS year_amount
        FROM b WINDOW p AS (PARTITION BY b.customer_id ORDER BY b.month)
        )
        """
    )


def months(wanted: Wanted, since: date, until: date) -> dict[date, Month]:
    """First day of a month → its customers, of every month from ``since`` to ``until`` in which there is any."""
    sql = _by_month(wanted, until).add(
        f"""SELECT w.month, {_WHAT}, count(*), sum(w.amount) FROM w WHERE w.month >= %s GROUP BY 1, 2
        UNION ALL
        SELECT (w.month + {_LAPSED})::date, 3, count(*), sum(w.year_amount) FROM w
        WHERE {_IS_LOST} AND w.month + {_LAPSED} BETWEEN %s AND %s GROUP BY 1
        """,
        since,
        since,
        until,
    )
    found: dict[date, dict[int, tuple[int, Decimal]]] = {}
    for month, what, count, amount in reading.fetched(sql.text, sql.given):
        found.setdefault(month, {})[what] = (count, amount)
    return {month: Month(*(one.get(what, NOBODY) for what in range(4))) for month, one in sorted(found.items())}


@dataclass(frozen=True)
class InMonth:
    """A customer in a month, with the last month before it in which he ordered, what he ordered for in it (who is lost:
    in the twelve months to his last), and his orders."""

    month: date
    customer_id: int
    before: date | None
    amount: Decimal


def in_months(wanted: Wanted, since: date, until: date, what: int, top: int) -> tuple[list[InMonth], int]:
    """Who is new (0), kept (1), won back (2) or lost (3) in each of the months, the latest first, and how many there
    are."""
    sql = _by_month(wanted, until)
    if what == len(Month.__dataclass_fields__) - 1:
        sql.add(
            f"""SELECT (w.month + {_LAPSED})::date, w.customer_id, w.month, w.year_amount, count(*) OVER () FROM w
            WHERE {_IS_LOST} AND w.month + {_LAPSED} BETWEEN %s AND %s""",
            since,
            until,
        )
    else:
        sql.add(
            f"""SELECT w.month, w.customer_id, w.before, w.amount, count(*) OVER () FROM w
            WHERE w.month >= %s AND {_WHAT} = {int(what)}""",
            since,
        )
    rows = reading.fetched(sql.add(" ORDER BY 1 DESC, 2 LIMIT %s", top).text, sql.given)
    return [InMonth(*row[:4]) for row in rows], rows[0][4] if rows else 0
