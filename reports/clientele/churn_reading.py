"""Customers with what their orders say of them, in one statement over the order days of three years."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from reports.clientele import rhythm, scope
from reports.clientele.rhythm import Signal, State
from reports.clientele.scope import Days
from reports.clientele.thresholds import Thresholds
from reports.facts import reading
from reports.figures.sql import Sql
from reports.standard.reports import Wanted


@dataclass(frozen=True)
class Count:
    """How many customers of one state and signal, and for how much they ordered in the period and the one before."""

    state: State
    signal: Signal
    customers: int
    now: Decimal
    before: Decimal


@dataclass(frozen=True)
class Customer:
    """One of them. ``usual``: his interval in days, None where nothing is said."""

    customer_id: int
    signal: Signal
    state: State
    last: date
    since_last: int
    usual: Decimal | None
    orders: int
    now: Decimal
    before: Decimal

    @property
    def over(self) -> Decimal | None:
        """Days past his interval."""
        return None if self.usual is None else max(Decimal(0), self.since_last - self.usual)


def counts(wanted: Wanted, days: Days, limits: Thresholds) -> list[Count]:
    """All customers who ordered in the period or in the one before."""
    sql = _customers(wanted, days, limits).add(
        "SELECT state, signal, count(*), sum(amount_now), sum(amount_before) FROM said GROUP BY 1, 2"
    )
    return [
        Count(State(row[0]), Signal(row[1]), row[2], row[3], row[4]) for row in reading.fetched(sql.text, sql.given)
    ]


def listed(
    wanted: Wanted, days: Days, which: Mapping[str, str], limit: int, limits: Thresholds
) -> tuple[list[Customer], int]:
    """Those of a ``signal`` or a ``state``, who is worth most first, and how many there are."""
    column, value = next(iter(which.items()))
    sql = _customers(wanted, days, limits).add(
        f"""
        SELECT customer_id, signal, state, last_day, since_last, usual, orders_now, amount_now, amount_before,
            count(*) OVER ()
        FROM said WHERE {column} = %s ORDER BY greatest(amount_now, amount_before) DESC, customer_id LIMIT %s
        """,
        value,
        limit,
    )
    rows = reading.fetched(sql.text, sql.given)
    return [_customer(row) for row in rows], rows[0][-1] if rows else 0


def _customer(row: tuple[Any, ...]) -> Customer:
    usual = None if row[5] is None else Decimal(row[5]).quantize(Decimal("0.1"))
    return Customer(row[0], Signal(row[1]), State(row[2]), row[3], row[4], usual, *row[6:9])


def _customers(wanted: Wanted, days: Days, limits: Thresholds) -> Sql:
    history = min(scope.months_before(days.until, rhythm.HISTORY_MONTHS), days.first)
    sql = Sql(
        """WITH d AS (
        SELECT m.customer_id, m.booked_date AS day, count(*) AS orders, sum(m.amount) AS amount
        FROM reports_ordermoments m WHERE m.booked_date BETWEEN %s AND %s""",
        [history, days.until],
    )
    sql += scope.orders_of(wanted)
    sql.add(
        """ GROUP BY 1, 2
        ), old AS (SELECT DISTINCT m.customer_id FROM reports_ordermoments m WHERE m.booked_date < %s""",
        history,
    )
    sql += scope.orders_of(wanted)
    return sql.add(
        f"""), g AS (
        SELECT d.*, d.day - lag(d.day) OVER (PARTITION BY d.customer_id ORDER BY d.day) AS gap FROM d
        ), c AS (
        SELECT g.customer_id, max(g.day) AS last_day, %s - max(g.day) AS since_last,
            CASE WHEN count(*) >= {rhythm.FEWEST_DAYS}
                THEN (percentile_cont(0.5) WITHIN GROUP (ORDER BY g.gap))::numeric END AS usual,
            coalesce(sum(g.orders) FILTER (WHERE g.day >= %s), 0)::int AS orders_now,
            coalesce(sum(g.amount) FILTER (WHERE g.day >= %s), 0) AS amount_now,
            coalesce(sum(g.amount) FILTER (WHERE g.day BETWEEN %s AND %s), 0) AS amount_before,
            coalesce(bool_or(g.day >= %s AND g.day < %s), false) AS had_before, min(g.day) < %s AS was_there
        FROM g GROUP BY g.customer_id HAVING max(g.day) >= %s
        ), x AS (
        SELECT c.*, c.was_there OR EXISTS (SELECT 1 FROM old WHERE old.customer_id = c.customer_id) AS had_ever FROM c
        ), said AS MATERIALIZED (
        SELECT x.*, {rhythm.STATE_SQL} AS state, {rhythm.signal_sql(limits)} AS signal FROM x) """,
        *(days.until, days.since, days.since, days.first, days.last),
        *(days.first, days.since, days.since, days.first),
    )
