"""Decisions on orders and their changes: how fast, in time or not, and what waits with whom (R267)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from common import dates
from reports.facts.reading import fetched
from reports.figures.sql import Sql
from reports.process import asked, staying
from reports.standard.reports import Wanted

# whose order a request is about
_OF = """
    FROM orders_approvalstep s JOIN orders_approvalrequest r ON r.id = s.request_id
        AND r.subject_type IN ('orders.order', 'orders.changerequest')
    LEFT JOIN orders_changerequest c ON r.subject_type = 'orders.changerequest' AND c.id = r.subject_id
    LEFT JOIN accounts_user u ON u.id = {who}
"""
_ORDER = "(CASE r.subject_type WHEN 'orders.order' THEN r.subject_id ELSE c.order_id END)"


@dataclass(frozen=True)
class Decided:
    """Decisions of a member: how many, in time, sent back, for somebody else; half of them took at most ``median``
    hours, nine in ten ``most``; ``late``: where somebody else was asked as well because it was late."""

    key: Any
    number: int
    in_time: int
    back: int
    instead: int
    late: int
    median: float | None
    most: float | None


def decided(wanted: Wanted, days: tuple[date, date], by: str = "") -> list[Decided]:
    """Decisions of people on these days, by ``person``, their ``department``, or ``month``; without all together."""
    sql = Sql().add("SELECT key, count(*), count(*) FILTER (WHERE decided_at <= due_at),")
    sql.add(" count(*) FILTER (WHERE decision <> 'APPROVED'), count(*) FILTER (WHERE decided_by_id <> approver_id),")
    sql.add(" count(*) FILTER (WHERE late_at IS NOT NULL),")
    sql.add(" percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY greatest(hours_taken, 0)) FROM (SELECT ")
    sql += _member(wanted, by, "s.decided_by_id")
    sql.add(" AS key, s.*, extract(epoch FROM s.decided_at - s.due_at) / 3600.0 + s.hours AS hours_taken")
    sql.add(_OF.format(who="s.decided_by_id"))
    sql.add(" WHERE s.decided_at >= %s AND s.decided_at < %s AND s.due_at IS NOT NULL", *dates.day_range(*days))
    sql.add(" AND s.kind = 'PERSON' AND s.decision IN ('APPROVED', 'REJECTED', 'RETURNED')")
    sql += asked.of_orders(wanted, _ORDER)
    sql.add(") x GROUP BY key")
    return [Decided(*row[:6], *(row[6] or (None, None))) for row in fetched(sql.text, sql.given)]


@dataclass(frozen=True)
class Waiting:
    """Decisions that a member owes: how many, overdue, the longest in days."""

    key: Any
    number: int
    overdue: int
    oldest: int


def waiting(wanted: Wanted, by: str) -> list[Waiting]:
    """What waits for decisions now; overdue is what was due before today."""
    sql = Sql().add("SELECT ")
    sql += _member(wanted, by, "s.approver_id")
    sql.add(", count(*), count(*) FILTER (WHERE s.due_at < %s),", dates.day_start(wanted.today))
    sql.add(
        " max(%s::date - ((s.due_at - s.hours * interval '1 hour') AT TIME ZONE %s)::date)", wanted.today, asked.zone()
    )
    sql.add(_OF.format(who="s.approver_id"))
    sql.add(" WHERE s.decision = '' AND s.due_at IS NOT NULL AND s.kind = 'PERSON' AND r.state = 'OPEN'")
    sql += asked.of_orders(wanted, _ORDER)
    return [Waiting(*row) for row in fetched(sql.add(" GROUP BY 1").text, sql.given)]


def _member(wanted: Wanted, by: str, who: str) -> Sql:
    if by == "person":
        seen = staying.comparable(wanted.actor)
        if seen is None:
            return Sql().add(f"coalesce({who}, 0)")
        return Sql().add(
            f"CASE WHEN {who} = ANY(%s::bigint[]) OR u.department_id = ANY(%s::bigint[]) THEN {who} ELSE 0 END", *seen
        )
    if by == "department":
        return Sql().add("coalesce(u.department_id, 0)")
    return Sql().add("date_trunc('month', s.decided_at AT TIME ZONE %s)::date", asked.zone()) if by else Sql("0")
