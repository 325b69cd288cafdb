"""Ended evaluations of orders added up (R282): what was kept of each when it ended, and the scores that people gave. Of
the evaluations that the reader may see."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from common import dates
from reports.facts.reading import fetched
from reports.figures import narrowing
from reports.figures.sql import Sql
from reports.process import asked, staying
from reports.standard import conditions
from reports.standard.reports import Wanted
from tasks.evaluation import policies
from tasks.evaluation.models import OrderEvaluation, Score

ASPECTS = tuple(Score.Aspect.values)
# by what evaluations are told apart: SQL over evaluations ``e`` and their orders ``o``
KEYS = {
    "month": "date_trunc('month', e.ended_at AT TIME ZONE %s)::date",
    "department": "coalesce(o.department_id, 0)",
    "salesperson": "coalesce(o.salesperson_id, 0)",
}


@dataclass(frozen=True)
class Evaluated:
    """Orders evaluated: tasks, those in time, hours planned and taken; how many orders of how many were delivered on
    time; satisfaction; exceptions and complaints; cost planned and actual."""

    key: Any
    orders: int
    tasks: int
    on_time: int
    planned_hours: Decimal
    actual_hours: Decimal
    planned_days: int
    actual_days: int
    delivered: int
    delivered_on_time: int
    satisfaction: Decimal | None
    exceptions: int
    complaints: int
    planned_cost: Decimal
    actual_cost: Decimal


def visible(wanted: Wanted) -> QuerySet[OrderEvaluation]:
    """Those that the reader may see, ended in the period, narrowed as he asked."""
    since, until = dates.day_range(wanted.since, wanted.until)
    found = policies.visible_to(wanted.actor).filter(state="DONE", ended_at__gte=since, ended_at__lt=until)
    if wanted.department:
        found = found.filter(order__department__in=conditions.department_ids(wanted))
    if wanted.salesperson:
        found = found.filter(order__salesperson=wanted.salesperson)
    if wanted.customer:
        found = found.filter(order__customer=wanted.customer)
    return found


def evaluated(wanted: Wanted, by: str = "") -> list[Evaluated]:
    """The evaluations of orders, by member; without ``by`` all together."""
    text, given = narrowing.as_sql(visible(wanted).order_by().values("pk"))
    whole, on_time = "e.figures #>> '{{whole,{}}}'", "e.figures #>> '{delivery,is_on_time}'"
    sql = Sql().add(f"SELECT {KEYS[by] if by else '0'} AS key, count(*),", *([asked.zone()] if by == "month" else []))
    for name, kind in (("tasks", "int"), ("on_time", "int"), ("planned_hours", "numeric"), ("actual_hours", "numeric")):
        sql.add(f" coalesce(sum(({whole.format(name)})::{kind}), 0),")
    sql.add(
        " coalesce(sum((e.figures ->> 'planned_days')::int), 0), coalesce(sum((e.figures ->> 'actual_days')::int), 0),"
    )
    sql.add(f" count(*) FILTER (WHERE {on_time} IS NOT NULL), count(*) FILTER (WHERE {on_time} = 'true'),")
    sql.add(" avg((e.figures ->> 'satisfaction')::numeric), coalesce(sum((e.figures ->> 'exceptions')::int), 0),")
    sql.add(" coalesce(sum((e.figures ->> 'complaints')::int), 0),")
    sql.add(" coalesce(sum((e.figures #>> '{cost,planned}')::numeric), 0),")
    sql.add(" coalesce(sum((e.figures #>> '{cost,actual}')::numeric), 0)")
    sql.add(f" FROM tasks_orderevaluation e JOIN orders_order o ON o.id = e.order_id WHERE e.id IN ({text})", *given)
    return [Evaluated(*row) for row in fetched(sql.add(" GROUP BY 1").text, sql.given)]


@dataclass(frozen=True)
class Person:
    """What somebody did in evaluated orders: orders, tasks, those in time, hours planned and taken."""

    key: int
    orders: int
    tasks: int
    on_time: int
    planned_hours: Decimal
    actual_hours: Decimal


def people(wanted: Wanted) -> list[Person]:
    """Whoever worked on them, as far as the reader may compare; the others together under 0."""
    text, given = narrowing.as_sql(visible(wanted).order_by().values("pk"))
    seen, member = staying.comparable(wanted.actor), "(p ->> 'id')::bigint"
    if seen is not None:
        member = (
            f"CASE WHEN {member} = ANY(%s::bigint[]) OR u.department_id = ANY(%s::bigint[]) THEN {member} ELSE 0 END"
        )
    sql = Sql().add(f"SELECT {member}, count(DISTINCT e.id),", *(seen or ()))
    for name, kind in (("tasks", "int"), ("on_time", "int"), ("planned_hours", "numeric"), ("actual_hours", "numeric")):
        sql.add(f" coalesce(sum((p ->> '{name}')::{kind}), 0)" + ("," if name != "actual_hours" else ""))
    sql.add(" FROM tasks_orderevaluation e CROSS JOIN LATERAL jsonb_array_elements(e.figures -> 'people') p")
    sql.add(" LEFT JOIN accounts_user u ON u.id = (p ->> 'id')::bigint")
    sql.add(f" WHERE e.id IN ({text}) GROUP BY 1 ORDER BY 3 DESC, 1", *given)
    return [Person(*row) for row in fetched(sql.text, sql.given)]


def scores(wanted: Wanted, by: str) -> dict[Any, dict[str, tuple[int, Decimal]]]:
    """Member → aspect → how many scores and their mean; of ``person`` those of people whom the reader may compare."""
    text, given = narrowing.as_sql(visible(wanted).order_by().values("pk"))
    sql = Sql("SELECT ")
    if by == "person":
        seen = staying.comparable(wanted.actor)
        if seen is None:
            sql.add("coalesce(s.person_id, 0)")
        else:
            sql.add(
                "CASE WHEN s.person_id = ANY(%s::bigint[]) OR s.department_id = ANY(%s::bigint[])"
                " THEN s.person_id ELSE 0 END", *seen,
            )  # fmt: skip
    else:
        sql.add(KEYS[by] if by else "0", *([asked.zone()] if by == "month" else []))
    sql.add(
        ", s.aspect, count(*), avg(s.value) FROM tasks_score s JOIN tasks_orderevaluation e ON e.id = s.evaluation_id"
    )
    sql.add(" JOIN orders_order o ON o.id = e.order_id WHERE ")
    sql.add("s.person_id IS NOT NULL AND " if by == "person" else "")
    sql.add(f"e.id IN ({text}) GROUP BY 1, 2", *given)
    found: dict[Any, dict[str, tuple[int, Decimal]]] = {}
    for key, aspect, count, mean in fetched(sql.text, sql.given):
        found.setdefault(key, {})[aspect] = (count, mean)
    return found


@dataclass(frozen=True)
class Conclusion:
    """How an order went, in words."""

    evaluation_id: int
    order_id: int
    number: str
    day: date
    words: str
    reasons: str


def conclusions(wanted: Wanted, count: int) -> list[Conclusion]:
    """The latest conclusions, with the reasons that were given for deviations."""
    rows = visible(wanted).select_related("order").order_by("-ended_at", "-pk")[:count]
    return [
        Conclusion(
            one.pk,
            one.order_id,
            one.order.display_number,
            dates.business_day(one.ended_at),  # type: ignore[arg-type]
            one.conclusion,
            "; ".join(said["words"] for said in one.reasons),
        )
        for one in rows
    ]
