"""How long orders take from one moment to the next (R268, SEMANTICS 15): medians and ninth deciles, by the database.

Days are calendar days: customers wait on holidays too. Of what took effect in the period; each stretch is told of the
orders that came through it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
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
        "extract(epoch FROM m.effective_at - m.submitted_at) / 86400.0",
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
    sql = Sql().add("SELECT key, count(*)")
    for one in STRETCHES:
        sql.add(f", count({one.code}), percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY {_least(one)})")
    sql.add(f" FROM (SELECT {_key(axis)} AS key, ")
    sql += _days()
    sql.add(" FROM reports_ordermoments m")
    if axis is not None and axis.source is Source.CUSTOMER:
        sql.add(" LEFT JOIN customers_customer c ON c.id = m.customer_id")
    sql.add(" WHERE m.booked_date BETWEEN %s AND %s", *days)
    sql += asked.of_moments(wanted)
    sql.add(") x GROUP BY key ORDER BY key")
    return [_group(row) for row in fetched(sql.text, sql.given)]


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


def _group(row: Sequence[Any]) -> Group:
    key, orders, *rest = row
    pairs = zip(rest[::2], rest[1::2], strict=True)
    return Group(key, orders, tuple(Length(count, *(found or (None, None))) for count, found in pairs))


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
