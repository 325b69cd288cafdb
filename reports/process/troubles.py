"""Exceptions and complaints counted by the database (R221): by kind, cause, who answers for it, department, customer,
product, month. The exceptions are those that the reader may see (``exceptions.policies``)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from common import dates
from orders.exceptions import policies
from orders.exceptions.choices import Cause, Kind, Remedy, Responsible, Severity
from orders.exceptions.models import ExceptionCase
from orders.exceptions.states import LIVE
from reports.facts.reading import fetched
from reports.figures import narrowing
from reports.figures import queries as figures
from reports.figures.question import Question
from reports.figures.sql import Sql
from reports.layout.paper import Text
from reports.process import asked
from reports.standard import conditions
from reports.standard.reports import Wanted


@dataclass(frozen=True)
class By:
    """What cases are told apart by: SQL of the key over cases ``x``, orders ``o`` and lines ``l``; ``words`` of fixed
    choices, ``axis`` of what figures know; ``condition`` of the list that opens a group."""

    label: Text
    key: str
    words: tuple[tuple[Any, Any], ...] = ()
    axis: str = ""
    condition: str = ""


WAYS = {
    "kind": By(_("Kind"), "x.kind", tuple(Kind.choices), condition="kind"),
    "cause": By(_("Root cause"), "x.cause", tuple(Cause.choices), condition="cause"),
    "responsible": By(_("Who answers for it"), "x.responsible", tuple(Responsible.choices), condition="responsible"),
    "remedy": By(_("Remedy"), "x.remedy", tuple(Remedy.choices), condition="remedy"),
    "severity": By(_("Severity"), "x.severity", tuple(Severity.choices), condition="severity"),
    "department": By(_("Department"), "coalesce(o.department_id, 0)", axis="department"),
    "customer": By(_("Customer"), "x.customer_id", axis="customer"),
    "product": By(_("Product"), "coalesce(l.product_id, 0)", axis="product"),
    "month": By(_("Month"), "date_trunc('month', x.raised_at AT TIME ZONE %s)::date", axis="month"),
}


@dataclass(frozen=True)
class Trouble:
    """The cases of a group: how many, not closed, answered in time and of how many the answer was due; their cost, and
    the median of the days until they were closed."""

    key: Any
    number: int
    open: int
    due: int
    in_time: int
    cost: Decimal
    median: float | None


def cases(wanted: Wanted, days: tuple[date, date], *, only: str = "") -> QuerySet[ExceptionCase]:
    """The cases reported on these days that the reader may see, narrowed as he asked; ``only`` of one kind."""
    since, until = dates.day_range(*days)
    found = policies.visible_to(wanted.actor).filter(raised_at__gte=since, raised_at__lt=until)
    if only:
        found = found.filter(kind=only)
    if wanted.department:
        found = found.filter(order__department__in=conditions.department_ids(wanted))
    if wanted.customer:
        found = found.filter(customer=wanted.customer)
    if wanted.region:
        found = found.filter(customer__region=wanted.region)
    if wanted.product:
        found = found.filter(order__lines__line_no=F("line_no"), order__lines__product=wanted.product)
    return found


def grouped(wanted: Wanted, days: tuple[date, date], by: str, *, only: str = "") -> list[Trouble]:
    """Their groups, the greatest first; months in their order. ``by`` "": all together."""
    key = WAYS[by].key if by else "0"
    text, given = narrowing.as_sql(cases(wanted, days, only=only).order_by().values("pk"))
    answered = "x.answered_at IS NOT NULL AND x.answered_at <= x.answer_due_at AND x.escalations = 0"
    sql = Sql().add(f"SELECT {key} AS key", *([asked.zone()] if by == "month" else []))
    sql.add(", count(*), count(*) FILTER (WHERE x.status = ANY(%s)),", [str(one) for one in LIVE])
    sql.add(
        " count(*) FILTER (WHERE x.answered_at IS NOT NULL OR x.answer_due_at < %s),", dates.day_start(wanted.today)
    )
    sql.add(f" count(*) FILTER (WHERE {answered}), coalesce(sum(x.cost), 0),")
    sql.add(" percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM x.closed_at - x.raised_at) / 86400.0)")
    sql.add(" FROM orders_exceptioncase x LEFT JOIN orders_order o ON o.id = x.order_id")
    sql.add(" LEFT JOIN orders_orderline l ON l.order_id = x.order_id AND l.line_no = x.line_no")
    sql.add(f" WHERE x.id IN ({text}) GROUP BY 1", *given)
    found = [Trouble(*row) for row in fetched(sql.text, sql.given)]
    return sorted(found, key=lambda one: one.key if by == "month" else (-one.number, str(one.key)))


@dataclass(frozen=True)
class Again:
    """The same cause more than once, with one customer or one product (``of``: the axis)."""

    of: str
    key: int
    cause: str
    number: int
    cost: Decimal
    last: date


def again(wanted: Wanted, days: tuple[date, date], count: int, *, only: str = "") -> list[Again]:
    """Causes that came back, the most frequent first."""
    text, given = narrowing.as_sql(cases(wanted, days, only=only).order_by().values("pk"))
    sql = Sql()
    for of, key in (("customer", "x.customer_id"), ("product", "l.product_id")):
        sql.add(" UNION ALL " if sql.text else "")
        sql.add(f"SELECT '{of}', {key}, x.cause, count(*), coalesce(sum(x.cost), 0),")
        sql.add(" max(x.raised_at AT TIME ZONE %s)::date FROM orders_exceptioncase x", asked.zone())
        sql.add(" LEFT JOIN orders_orderline l ON l.order_id = x.order_id AND l.line_no = x.line_no")
        sql.add(f" WHERE x.cause <> '' AND {key} IS NOT NULL AND x.id IN ({text})", *given)
        sql.add(f" GROUP BY {key}, x.cause HAVING count(*) > 1")
    sql.add(" ORDER BY 4 DESC, 5 DESC, 1, 2 LIMIT %s", count)
    return [Again(*row) for row in fetched(sql.text, sql.given)]


@dataclass(frozen=True)
class Lost:
    """Planned days that moved later for a cause: moves, days of work, how many were told to the customer."""

    cause: str
    moves: int
    days: int
    told: int


def lost(wanted: Wanted) -> list[Lost]:
    """The delay ledger of the period by cause, the greatest loss first."""
    since, until = dates.day_range(wanted.since, wanted.until)
    sql = Sql().add("SELECT v.cause, count(*), sum(v.days), count(*) FILTER (WHERE v.is_told) FROM tasks_datemove v")
    sql.add(" WHERE v.days > 0 AND v.at >= %s AND v.at < %s", since, until)
    sql += asked.of_orders(wanted, "v.order_id")
    sql.add(" GROUP BY v.cause ORDER BY 3 DESC, 1")
    return [Lost(*row) for row in fetched(sql.text, sql.given)]


def orders_by(wanted: Wanted, days: tuple[date, date], axis: str) -> dict[Any, int]:
    """How many orders took effect on these days, by the members of an axis; of all under None."""
    filters = {code: keys for code, keys in conditions.filters(wanted).items() if code not in ("product", "category")}
    question = Question(("orders",), *days, rows=(axis,) if axis else (), filters=filters)
    answer = figures.ask(actor=wanted.actor, asked=question, today=wanted.today)
    (measure,) = question.asked
    found: dict[Any, int] = {None: int(measure.value(answer.whole.sums) or 0)}
    return found | {key[0]: int(measure.value(one.sums) or 0) for key, one in answer.groups.items() if key}
