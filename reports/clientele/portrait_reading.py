"""What is known of one customer from his orders that somebody may see (R254): days, habits, goods, place among all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from reports.clientele import rhythm, scope
from reports.clientele.rhythm import Rhythm
from reports.clientele.scope import Days
from reports.facts import reading
from reports.facts.choices import Kind
from reports.figures.sql import Sql
from reports.standard.reports import Wanted

ZERO = Decimal(0)


@dataclass(frozen=True)
class OrderDay:
    """What he ordered on a day."""

    day: date
    orders: int
    amount: Decimal


@dataclass(frozen=True)
class Course:
    """His order days of three years, or since the period before where that is longer."""

    days: Sequence[OrderDay]

    def rhythm(self, until: date) -> Rhythm:
        """How often he orders."""
        since = scope.months_before(until, rhythm.HISTORY_MONTHS)
        return rhythm.rhythm(tuple(one.day for one in self.days if since <= one.day <= until), until)

    def between(self, since: date, until: date) -> tuple[int, Decimal]:
        """Orders and amount of some days."""
        mine = [one for one in self.days if since <= one.day <= until]
        return sum(one.orders for one in mine), sum((one.amount for one in mine), ZERO)

    def weekdays(self, since: date, until: date) -> dict[int, int]:
        """Weekday (0 is Monday) → orders, the most frequent first."""
        found: dict[int, int] = {}
        for one in self.days:
            if since <= one.day <= until:
                found[one.day.weekday()] = found.get(one.day.weekday(), 0) + one.orders
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def course(wanted: Wanted, days: Days) -> Course:
    """The order days of ``wanted.customer``."""
    since = min(scope.months_before(days.until, rhythm.HISTORY_MONTHS), days.first)
    sql = Sql(
        """SELECT m.booked_date, count(*), sum(m.amount) FROM reports_ordermoments m
        WHERE m.booked_date BETWEEN %s AND %s""",
        [since, days.until],
    )
    sql += scope.orders_of(wanted)
    rows = reading.fetched(sql.add(" GROUP BY 1 ORDER BY 1").text, sql.given)
    return Course([OrderDay(*row) for row in rows])


@dataclass(frozen=True)
class Habits:
    """``channels`` and ``types``: key → orders, the most frequent first; ``size`` and ``largest``: of an order."""

    channels: dict[int, int]
    types: dict[int, int]
    orders: int
    size: Decimal | None
    largest: Decimal | None


def habits(wanted: Wanted, since: date, until: date) -> Habits:
    """How he orders in some days."""
    sql = Sql(
        """SELECT grouping(m.channel, m.order_type_id), m.channel, m.order_type_id, count(*),
            (percentile_cont(0.5) WITHIN GROUP (ORDER BY m.amount))::numeric(20, 2), max(m.amount)
        FROM reports_ordermoments m WHERE m.booked_date BETWEEN %s AND %s""",
        [since, until],
    )
    sql += scope.orders_of(wanted)
    sql.add(" GROUP BY GROUPING SETS ((m.channel), (m.order_type_id), ()) ORDER BY 4 DESC, 2, 3")
    channels: dict[int, int] = {}
    types: dict[int, int] = {}
    whole: tuple[int, Any, Any] = (0, None, None)
    for which, channel, order_type, count, size, largest in reading.fetched(sql.text, sql.given):
        if which == 1:  # the type is rolled up
            channels[channel] = count
        elif which == 2:
            types[order_type] = count
        else:
            whole = (count, size, largest)
    return Habits(channels, types, *whole)


@dataclass(frozen=True)
class Place:
    """His rank by amount among ``customers`` with an order, and what all of them ordered for. ``rank`` None: no
    order."""

    rank: int | None
    customers: int
    amount: Decimal


def places(wanted: Wanted, days: Days) -> tuple[Place, Place]:
    """His place in the period and in the one before, among the customers of the orders that the reader sees."""
    sql = Sql(
        """WITH c AS (
        SELECT m.customer_id, sum(m.amount) FILTER (WHERE m.booked_date >= %s) AS now,
            sum(m.amount) FILTER (WHERE m.booked_date <= %s) AS before
        FROM reports_ordermoments m WHERE m.booked_date BETWEEN %s AND %s""",
        [days.since, days.last, days.first, days.until],
    )
    sql += scope.orders_of(replace(wanted, customer=0))
    sql.add(
        """ GROUP BY 1), mine AS (SELECT max(now) AS now, max(before) AS before FROM c WHERE customer_id = %s)
        SELECT count(c.now), coalesce(sum(c.now), 0), max(mine.now), count(*) FILTER (WHERE c.now > mine.now),
            count(c.before), coalesce(sum(c.before), 0), max(mine.before),
            count(*) FILTER (WHERE c.before > mine.before)
        FROM c CROSS JOIN mine""",
        wanted.customer,
    )
    row = reading.fetched(sql.text, sql.given)[0]
    now, before = (Place(above + 1 if mine is not None else None, count, amount)
                   for count, amount, mine, above in (row[:4], row[4:]))  # fmt: skip
    return now, before


@dataclass(frozen=True)
class Bought:
    """What he bought of a product or a category in the period and in the one before; ``last``: when last in the two."""

    key: int
    orders: int
    quantity: Decimal
    amount: Decimal
    before: Decimal
    last: date


def bought(wanted: Wanted, days: Days, column: str, limit: int) -> list[Bought]:
    """By ``product_id`` or ``category_id``: the largest of the period first; those of the period before alone last."""
    sql = Sql(
        f"""SELECT f.{column}, count(DISTINCT f.order_id) FILTER (WHERE f.day >= %s)::int,
            coalesce(sum(f.quantity) FILTER (WHERE f.day >= %s), 0),
            coalesce(sum(f.amount) FILTER (WHERE f.day >= %s), 0),
            coalesce(sum(f.amount) FILTER (WHERE f.day <= %s), 0), max(f.day)
        FROM reports_flow f WHERE f.kind = %s AND f.product_id <> 0 AND f.day BETWEEN %s AND %s""",
        [*(days.since,) * 3, days.last, int(Kind.ORDERED), days.first, days.until],
    )
    sql += scope.orders_of(wanted, "f")
    sql.add(" GROUP BY 1 ORDER BY 4 DESC, 5 DESC, 1 LIMIT %s", limit)
    return [Bought(*row) for row in reading.fetched(sql.text, sql.given)]
