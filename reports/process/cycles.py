"""How long orders take from one moment to the next (R268, SEMANTICS 15): medians and ninth deciles, by the database.

Days are calendar days: customers wait on holidays too. Of what took effect in the period; each stretch is told of the
orders that came through it.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from math import ceil
from typing import Any

from django.utils.translation import gettext_lazy as _

from reports.facts.reading import fetched
from reports.figures.dimensions import Axis, Source
from reports.figures.sql import Sql
from reports.layout.paper import Text
from reports.process import asked
from reports.standard.reports import Wanted


@dataclass(frozen=True)
class Stretch:
    """From one moment to another. ``days``: SQL over moments ``m``, NULL where one of them is not known; below zero
    (what came in another order) counts as no time. ``given``: how often the time zone is asked for."""

    code: str
    label: Text
    meaning: Text
    days: str
    given: int = 0


_EFFECTIVE = "(m.effective_at AT TIME ZONE %s)::date"
_SUBMITTED = "(m.submitted_at AT TIME ZONE %s)::date"

STRETCHES = (
    Stretch(
        "approve",
        _("Submit → effective"),
        _("From the last submission until the order took effect, to the hour."),
        "extract(epoch FROM m.effective_at - m.submitted_at)::float8 / 86400",
    ),
    Stretch(
        "begin",
        _("Effective → first shipment"),
        _("From the day of taking effect until the day on which the first goods left."),
        f"m.first_ship_date - {_EFFECTIVE}",
        1,
    ),
    Stretch(
        "ship",
        _("First → full shipment"),
        _("From the first goods until the last; 0 for what left at once."),
        "m.full_ship_date - m.first_ship_date",
    ),
    Stretch(
        "sign",
        _("Full shipment → signed"),
        _("From the last shipment until the last signing."),
        "m.signed_date - m.full_ship_date",
    ),
    Stretch(
        "pay",
        _("Signed → paid"),
        _("From the last signing until the order was paid in full; 0 for what was paid before."),
        "m.paid_date - m.signed_date",
    ),
    Stretch(
        "deliver",
        _("Submit → signed"),
        _("What the customer waits for: from the last submission until the last signing."),
        f"m.signed_date - {_SUBMITTED}",
        1,
    ),
    Stretch(
        "whole",
        _("Submit → signed and paid"),
        _("The whole way: from the last submission until it was both signed for and paid in full."),
        "CASE WHEN m.signed_date IS NOT NULL AND m.paid_date IS NOT NULL"
        f" THEN greatest(m.signed_date, m.paid_date) - {_SUBMITTED} END",
        1,
    ),
)
_FINE = STRETCHES[0]  # to the hour, all others in whole days
_ALL = (1 << len(STRETCHES) - 1) - 1
_WHOLE = object()
PARTS = (0.5, 0.9)
# by what they are told: the axes of figures that an order has one of
BY = ("month", "department", "salesperson", "type", "class", "region")


@dataclass(frozen=True)
class Length:
    """Of how many orders a stretch is known, half of them in at most ``median`` days, nine in ten in ``most``."""

    count: int
    median: float | None
    most: float | None


@dataclass(frozen=True)
class Group:
    """The orders of one member: how many, and their stretches in the order of ``STRETCHES``."""

    key: Any
    orders: int
    lengths: tuple[Length, ...]


def lengths(wanted: Wanted, days: tuple[date, date], axis: Axis | None = None) -> list[Group]:
    """The stretches of orders that took effect on these days, by the members of an axis; without one all together."""
    whole, members = whole_and_members(wanted, days, axis)
    return members if axis is not None else [whole] if whole else []


def whole_and_members(wanted: Wanted, days: tuple[date, date], axis: Axis | None) -> tuple[Group | None, list[Group]]:
    """All together (None where there is no order) and by the members of an axis, in one statement. Stretches in whole
    days are counted day by day, which takes no sorting of hundreds of thousands of orders."""
    rest = ", ".join(one.code for one in STRETCHES[1:])
    sets = ", ".join(f"(key, {one.code})" for one in STRETCHES[1:])
    sql = Sql().add(f"WITH x AS MATERIALIZED (SELECT {_key(axis)} AS key, ")
    sql += _days()
    sql.add(" FROM reports_ordermoments m")
    if axis is not None and axis.source is Source.CUSTOMER:
        sql.add(" LEFT JOIN customers_customer c ON c.id = m.customer_id")
    sql.add(" WHERE m.booked_date BETWEEN %s AND %s", *days)
    sql += asked.of_moments(wanted)
    sql.add(
        f""")
        SELECT key, grouping(key), 0, count(*), count({_FINE.code}), NULL::int,
            percentile_cont(ARRAY{list(PARTS)}) WITHIN GROUP (ORDER BY greatest({_FINE.code}, 0))
            FILTER (WHERE {_FINE.code} IS NOT NULL)
        FROM x GROUP BY GROUPING SETS ((key), ())
        UNION ALL
        SELECT key, 0, grouping({rest}), count(*), 0, coalesce({rest}), NULL FROM x GROUP BY GROUPING SETS ({sets})"""
    )
    return _groups(fetched(sql.text, sql.given))


def _groups(rows: Sequence[Sequence[Any]]) -> tuple[Group | None, list[Group]]:
    """Rows of orders with the stretch to the hour, as the database worked it out, and rows that count the orders of so
    many days of another one."""
    orders = {(_WHOLE if is_whole else key): (count, Length(known, *(parts or (None, None))))
              for key, is_whole, which, count, known, _days, parts in rows if not which}  # fmt: skip
    counts: dict[tuple[Any, int], Counter[int]] = {}
    for key, _is_whole, which, count, _known, days, _parts in rows:
        if which and days is not None:
            place = len(STRETCHES) - (~which & _ALL).bit_length()  # the one that its rows are told by
            for member in (key, _WHOLE):
                counts.setdefault((member, place), Counter())[max(days, 0)] += count
    found: dict[Any, Group] = {
        member: Group(0 if member is _WHOLE else member, count, (fine, *(
            _length(counts.get((member, place), {})) for place in range(1, len(STRETCHES)))))
        for member, (count, fine) in orders.items() if count
    }  # fmt: skip
    whole = found.pop(_WHOLE, None)
    return whole, [found[key] for key in sorted(found)]


def _length(counts: Mapping[int, int]) -> Length:
    """Of so many orders a number of days."""
    whole = sum(counts.values())
    if not whole:
        return Length(0, None, None)
    days = sorted(counts)
    ends = list(accumulate(counts[day] for day in days))

    def at(part: float) -> float:
        """As the database has it: between the two orders on both sides."""
        place = part * (whole - 1)
        low = days[bisect_right(ends, int(place))]
        high = days[bisect_right(ends, ceil(place))]
        return low + (high - low) * (place - int(place))

    return Length(whole, *(at(part) for part in PARTS))


def _days() -> Sql:
    zones = [asked.zone()] * sum(one.given for one in STRETCHES)
    return Sql().add(", ".join(f"{one.days} AS {one.code}" for one in STRETCHES), *zones)


def _least(one: Stretch) -> str:
    return f"CASE WHEN {one.code} < 0 THEN 0 ELSE {one.code} END"


def _key(axis: Axis | None) -> str:
    if axis is None:
        return "0"
    if axis.source is Source.TIME:
        return f"date_trunc('{axis.code}', m.booked_date)::date"
    return f"coalesce(c.{axis.column}, '')" if axis.source is Source.CUSTOMER else f"m.{axis.column}"


@dataclass(frozen=True)
class Slow:
    """An order that took long: its key, the customer's, and its stretches."""

    order_id: int
    customer_id: int
    booked: date
    days: tuple[float | None, ...]


def slowest(wanted: Wanted, stretch: Stretch, count: int) -> list[Slow]:
    """The orders that took longest for a stretch."""
    columns = ", ".join(_least(one) for one in STRETCHES)
    sql = Sql().add(f"SELECT order_id, customer_id, booked_date, {columns} FROM (")
    sql.add("SELECT m.order_id, m.customer_id, m.booked_date, ")
    sql += _days()
    sql.add(" FROM reports_ordermoments m WHERE m.booked_date BETWEEN %s AND %s", wanted.since, wanted.until)
    sql += asked.of_moments(wanted)
    sql.add(f") x WHERE {stretch.code} IS NOT NULL ORDER BY {stretch.code} DESC, order_id DESC LIMIT %s", count)
    return [Slow(row[0], row[1], row[2], tuple(row[3:])) for row in fetched(sql.text, sql.given)]
