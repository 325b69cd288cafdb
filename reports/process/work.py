"""What people and departments did and have to do (R275, R277–R279): tasks done, late, hours, load, blocks, checks,
scores. Of the tasks whose doers the reader may compare, as the pages of evaluation have it (``tasks_seen``)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from common import dates
from common.workdays import calendar
from reports.facts.reading import fetched
from reports.figures import narrowing
from reports.figures.sql import Sql
from reports.process import asked
from reports.standard import conditions
from reports.standard.reports import Wanted
from tasks.checks import policies as checks
from tasks.checks.models import ProgressCheck
from tasks.evaluation import policies as evaluation
from tasks.evaluation.models import Score
from tasks.task.models import Task
from tasks.task.states import LIVE

# what tasks are told apart by: SQL over tasks ``t``
KEYS = {
    "department": "t.department_id",
    "person": "coalesce(t.owner_id, 0)",
    "phase": "t.phase_id",
    "month": "date_trunc('month', {day})::date",
}
_DONE_DAY = "(t.done_at AT TIME ZONE %s)::date"
_DUE = "coalesce(t.department_due_date, t.baseline_end, t.planned_end)"
_EARLIEST = 800  # days before the period in which what was done late had to be done


@dataclass(frozen=True)
class Done:
    """Finished tasks of a member: how many, in time, median of the days of work by which late ones were late, hours
    planned of all, planned and taken of those for which hours were written down."""

    key: Any
    tasks: int
    on_time: int
    late_days: float | None
    planned: Decimal
    planned_written: Decimal
    actual: Decimal


def done(wanted: Wanted, days: tuple[date, date], by: str = "") -> list[Done]:
    """Tasks finished on these days, by member; without ``by`` all together."""
    zone = asked.zone()
    key = KEYS[by].format(day=_DONE_DAY) if by else "0"
    first = days[0] - timedelta(days=_EARLIEST)
    sql = Sql().add("SELECT key, count(*), count(*) FILTER (WHERE due IS NULL OR day <= due),")
    sql.add(" percentile_cont(0.5) WITHIN GROUP (ORDER BY work[day - %s + 1] - work[due - %s + 1])", first, first)
    sql.add(
        " FILTER (WHERE day > due), sum(planned_hours), coalesce(sum(planned_hours) FILTER (WHERE actual_hours > 0),"
    )
    sql.add(f" 0), sum(actual_hours) FROM (SELECT {key} AS key,", *([zone] if by == "month" else []))
    sql.add(f" {_DONE_DAY} AS day, {_DUE} AS due, t.planned_hours, t.actual_hours FROM tasks_task t", zone)
    sql.add(" WHERE t.state = 'DONE' AND t.done_at >= %s AND t.done_at < %s", *dates.day_range(*days))
    sql += _seen(wanted)
    sql.add(") x CROSS JOIN (SELECT %s::int[] AS work) w GROUP BY key", _counted(first, days[1]))
    return [Done(*row) for row in fetched(sql.text, sql.given)]


def _counted(first: date, last: date) -> list[int]:
    """How many days of work there were from ``first`` until each day, for differences between any two of them."""
    company, count, found = calendar(), 0, []
    for number in range((last - first).days + 1):
        count += company.is_workday(first + timedelta(days=number))
        found.append(count)
    return found


def _seen(wanted: Wanted) -> Sql:
    """`` AND …`` on tasks ``t``: those whose doers the reader may compare, of the department picked."""
    rows = evaluation.tasks_seen(wanted.actor, Task.objects.all())
    sql = Sql()
    if rows.query.where:
        text, given = narrowing.as_sql(rows.order_by().values("pk"))
        sql.add(f" AND t.id IN ({text})", *given)
    if wanted.department:
        sql.add(" AND t.department_id = ANY(%s)", conditions.department_ids(wanted))
    return sql


@dataclass(frozen=True)
class Load:
    """What a member has to do now: tasks, hours that are left of them, late and blocked ones."""

    key: Any
    tasks: int
    hours: Decimal
    late: int
    blocked: int


def load(wanted: Wanted, by: str) -> list[Load]:
    """What is released and not ended, whatever the period."""
    due = "coalesce(t.department_due_date, t.planned_end)"
    sql = Sql().add(f"SELECT {KEYS[by]}, count(*), sum(t.planned_hours * (100 - t.progress) / 100.0),")
    sql.add(f" count(*) FILTER (WHERE {due} < %s), count(*) FILTER (WHERE t.state = 'BLOCKED')", wanted.today)
    sql.add(" FROM tasks_task t WHERE t.state = ANY(%s)", [str(one) for one in LIVE])
    sql += _seen(wanted)
    return [Load(*row) for row in fetched(sql.add(" GROUP BY 1").text, sql.given)]


@dataclass(frozen=True)
class Blocked:
    """Times when tasks were held up in the period, for a reason: how often, days in all, the longest, still."""

    key: Any
    reason: str
    times: int
    days: float
    longest: float
    still: int


def blocked(wanted: Wanted, by: str = "") -> list[Blocked]:
    """Blocks by member and reason, each as long as it lasted within the period."""
    since, until = dates.day_range(wanted.since, min(wanted.until, wanted.today))
    sql = Sql().add("SELECT key, reason, count(*), sum(days), max(days), count(*) FILTER (WHERE NOT has_end) FROM (")
    sql.add(
        f"SELECT {KEYS[by] if by else '0'} AS key, split_part(s.reason, ':', 1) AS reason, e.at IS NOT NULL AS has_end,"
    )
    sql.add(
        " extract(epoch FROM least(coalesce(e.at, %s), %s) - greatest(s.at, %s)) / 86400.0 AS days", until, until, since
    )
    sql.add(" FROM tasks_taskstep s JOIN tasks_task t ON t.id = s.task_id LEFT JOIN LATERAL (")
    sql.add(
        "SELECT n.at FROM tasks_taskstep n WHERE n.task_id = s.task_id AND n.id > s.id ORDER BY n.id LIMIT 1) e ON true"
    )
    sql.add(" WHERE s.move = 'block' AND s.at < %s AND (e.at IS NULL OR e.at >= %s)", until, since)
    sql += _seen(wanted)
    sql.add(") x GROUP BY key, reason ORDER BY 4 DESC, 2")
    return [
        Blocked(row[0], row[1], row[2], float(row[3]), float(row[4]), row[5]) for row in fetched(sql.text, sql.given)
    ]


@dataclass(frozen=True)
class Checked:
    """Checks that were due in the period: how many, missed, with a problem found."""

    key: Any
    due: int
    missed: int
    problems: int


def checked(wanted: Wanted, by: str) -> list[Checked]:
    """Checks by who makes them, or the department of who does; of the orders that the reader sees and those that are
    his to make."""
    text, given = _keys_of(checks.visible_to(wanted.actor), ProgressCheck)
    key = {"person": "coalesce(c.owner_id, 0)", "department": "coalesce(u.department_id, 0)"}[by]
    state = "count(*) FILTER (WHERE c.state = '{}')"
    sql = Sql().add(f"SELECT {key}, count(*), {state.format('MISSED')}, {state.format('PROBLEM')}")
    sql.add(" FROM tasks_progresscheck c LEFT JOIN accounts_user u ON u.id = c.owner_id")
    sql.add(
        " WHERE c.state <> 'CANCELLED' AND c.due_date BETWEEN %s AND %s", wanted.since, min(wanted.until, wanted.today)
    )
    sql.add(text, *given)
    if wanted.department:
        sql.add(" AND u.department_id = ANY(%s)", conditions.department_ids(wanted))
    return [Checked(*row) for row in fetched(sql.add(" GROUP BY 1").text, sql.given)]


def _keys_of(rows: QuerySet[Any], model: Any) -> tuple[str, Sequence[Any]]:
    if not rows.query.where:
        return "", ()
    text, given = narrowing.as_sql(model.objects.filter(pk__in=rows.order_by().values("pk")).values("pk"))
    return f" AND c.id IN ({text})", given


def scores(wanted: Wanted, by: str) -> dict[Any, tuple[int, Decimal]]:
    """How many scores people or departments got in the period, and their mean over all aspects."""
    since, until = dates.day_range(wanted.since, wanted.until)
    rows = Score.objects.filter(at__gte=since, at__lt=until, evaluation__in=evaluation.visible_to(wanted.actor))
    text, given = narrowing.as_sql(rows.order_by().values("pk"))
    column = "person_id" if by == "person" else "department_id"
    sql = Sql().add(f"SELECT s.{column}, count(*), avg(s.value) FROM tasks_score s WHERE s.{column} IS NOT NULL")
    sql.add(f" AND s.id IN ({text}) GROUP BY 1", *given)
    return {row[0]: (row[1], row[2]) for row in fetched(sql.text, sql.given)}
