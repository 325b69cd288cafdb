"""What a report of work is narrowed to: conditions on orders, the days compared with, ways on to the next report."""

from dataclasses import replace
from datetime import date

from django.conf import settings

from reports.figures import narrowing
from reports.figures.sql import Sql
from reports.layout.paper import Form
from reports.standard import asking, conditions, parameters
from reports.standard.reports import Wanted, standard


def zone() -> str:
    """The company's time zone, as the database knows it."""
    return str(settings.BUSINESS_TIME_ZONE)


def former(wanted: Wanted) -> tuple[date, date] | None:
    """The days compared with; None where nothing is."""
    return asking.former(wanted)


def of_moments(wanted: Wanted, alias: str = "m") -> Sql:
    """`` AND …`` on moments of orders: those that the reader's figures count, narrowed as he asked."""
    sql = narrowing.facts_seen(wanted.actor, alias)
    sql += conditions.narrowed(wanted, alias)
    return sql


def of_orders(wanted: Wanted, column: str) -> Sql:
    """`` AND …`` on a column that holds the key of an order: those that the reader may see, narrowed as he asked."""
    sql = narrowing.orders_seen(wanted.actor, column)
    rest = conditions.narrowed(replace(wanted, product=0, category=0), "w")
    if rest.text:
        sql.add(f" AND EXISTS (SELECT 1 FROM orders_order w WHERE w.id = {column}{rest.text})", *rest.given)
    return sql


def way(code: str, wanted: Wanted, **changes: object) -> str:
    """The address of the report ``code`` set otherwise; "" where figures lead nowhere (files)."""
    if not wanted.here:
        return ""
    days = {"period": ""} if {"since", "until"} & changes.keys() else {}
    return parameters.address(wanted.here, standard[code], replace(wanted, **days, **changes))  # type: ignore[arg-type]


def page(wanted: Wanted, url: str) -> str:
    """The address of a list; "" for files, whose figures lead nowhere."""
    return url if wanted.here else ""


def change(now: float | None, then: float | None, form: Form) -> float | None:
    """How much more than before: shares by points, the rest as a share of what it was."""
    if now is None or then is None:
        return None
    if form is Form.SHARE:
        return now - then
    return (now - then) / abs(then) if then else None
