"""How long orders stood in each stage, and how many stand there now: stays of ``stages``, added up by the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from accounts import access
from accounts.people.models import User
from common import dates
from orders.checking import queries as checking
from reports.facts.reading import fetched
from reports.figures.sql import Sql
from reports.process import asked
from reports.process.stages import STAGES, Stage
from reports.standard.reports import Wanted
from tasks.evaluation.policies import END

MOST = 15_000  # orders looked at; of more every so many-th
WITHIN_DAYS, AFTER_DAYS = 300, 60
OTHERS = 0  # people whom the reader may not compare, and stays of nobody
# by what stays are told apart: SQL over a stay ``x`` with the department ``x.place``
BY = {"stage": "", "department": "coalesce(x.place, 0)", "person": "", "step": "x.step", "month": ""}


@dataclass(frozen=True)
class Stay:
    """Stays of a stage that ended: ``days`` is their sum; of one member, or (None) of all."""

    stage: str
    member: Any
    count: int
    days: float
    median: float
    most: float


@dataclass(frozen=True)
class Standing:
    """Orders that stand in a stage now, and how long: half of them at most ``median`` days, the longest ``oldest``."""

    stage: str
    member: Any
    count: int
    orders: int
    median: float
    oldest: int


def ended(wanted: Wanted, days: tuple[date, date], by: str = "stage") -> tuple[list[Stay], int]:
    """The stays that ended on these days, by stage and, where asked for, by member. Of very many orders only every so
    many-th is looked at, and the numbers are multiplied: so many is told as well, 1 where every order was."""
    candidates = _candidates(wanted, days)
    ((count,),) = fetched(f"SELECT count(*) FROM ({candidates.text}) c", candidates.given)
    each = -(-count // MOST) or 1
    sql = Sql().add(f"WITH cand AS MATERIALIZED (SELECT id FROM ({candidates.text}) c", *candidates.given)
    sql.add(" WHERE c.id %% %s = 0)", each)
    sql.add(" SELECT s.stage, s.member, grouping(s.member), count(*), sum(s.days),")
    sql.add(" percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY s.days) FROM (SELECT x.stage, x.days, ")
    sql += _member(wanted, by)
    sql.add(" AS member FROM (")
    sql += _ended(days)
    sql.add(") x WHERE x.days >= 0) s GROUP BY GROUPING SETS ((s.stage), (s.stage, s.member))")
    rows = fetched(sql.text, sql.given)
    found = [Stay(row[0], None if row[2] else row[1], row[3] * each, float(row[4]) * each, *row[5]) for row in rows]
    return found, each


def _candidates(wanted: Wanted, days: tuple[date, date]) -> Sql:
    """The orders that the reader may see of which a stay may have ended then: those that took effect within
    ``WITHIN_DAYS`` before or some time after, and those that are not in force but were submitted."""
    since, until = days[0] - timedelta(days=WITHIN_DAYS), days[1] + timedelta(days=AFTER_DAYS)
    sql = Sql().add(
        "SELECT m.order_id AS id FROM reports_ordermoments m WHERE m.booked_date BETWEEN %s AND %s", since, until
    )
    sql.add(" AND m.effective_at IS NOT NULL")
    sql += asked.of_moments(wanted)
    sql.add(" UNION ALL SELECT o.id FROM orders_order o WHERE o.status IN ('DRAFT', 'SUBMITTED') AND EXISTS (")
    sql.add("SELECT 1 FROM orders_orderstep e WHERE e.order_id = o.id AND e.move = 'submit')")
    sql += asked.of_orders(wanted, "o.id")
    return sql


@dataclass(frozen=True)
class Waiting:
    """An order that stands in a stage for a long time: since when, so many days, whose turn it is (0: nobody's that
    the reader may compare)."""

    stage: str
    order_id: int
    since: date
    days: int
    person_id: int
    department_id: int


def standing(wanted: Wanted, by: str, each: int) -> tuple[list[Standing], list[Waiting]]:
    """What stands in each stage today, whatever the period, and so many orders of each that have stood longest; in one
    statement, since what stands there is searched for in all orders."""
    sql = Sql().add("WITH now AS MATERIALIZED (SELECT x.stage, x.order_id, x.days, x.begun_on, x.place, ")
    sql += _member(wanted, by)
    sql.add(" AS member, ")
    sql += _member(wanted, "person")
    sql.add(" AS who FROM (")
    sql += _standing(wanted.today)
    sql.add(") x WHERE TRUE")
    sql += asked.of_orders(wanted, "x.order_id")
    sql.add(
        """)
        SELECT stage, member, grouping(member), count(*), count(DISTINCT order_id),
            percentile_cont(0.5) WITHIN GROUP (ORDER BY days), max(days), NULL::date, NULL::bigint, NULL::bigint
        FROM now GROUP BY GROUPING SETS ((stage), (stage, member))
        UNION ALL
        (SELECT stage, NULL, NULL, NULL, order_id, NULL, days, begun_on, who, place FROM (
            SELECT now.*, row_number() OVER (PARTITION BY stage ORDER BY days DESC, order_id) AS rank FROM now
        ) s WHERE rank <= %s ORDER BY days DESC, order_id)""",
        each,
    )
    found: list[Standing] = []
    longest: list[Waiting] = []
    for stage, member, is_whole, count, orders, median, days, begun, who, place in fetched(sql.text, sql.given):
        if count is None:
            longest.append(Waiting(stage, orders, begun, days, who or OTHERS, place or 0))
        else:
            found.append(Standing(stage, None if is_whole else member, count, orders, median, days))
    return found, longest


def comparable(actor: User) -> tuple[list[int], list[int]] | None:
    """The people and departments whose speed he may compare, as task performance has it; None: everybody's."""
    rights = access.of(actor)
    scope = rights.scope(END)
    if scope == "ALL":
        return None
    led = rights.departments(str(scope)) if scope not in (None, "OWN") else ()
    return sorted(rights.own_ids), sorted(led)


def _member(wanted: Wanted, by: str) -> Sql:
    if by == "month":
        return Sql().add("date_trunc('month', x.day)::date")
    if by == "person":
        seen = comparable(wanted.actor)
        if seen is None:
            return Sql().add("coalesce(x.person, 0)")
        return Sql().add(
            "CASE WHEN x.person = ANY(%s::bigint[]) OR x.place = ANY(%s::bigint[]) THEN x.person ELSE 0 END", *seen
        )
    return Sql().add(BY[by] or "NULL::bigint")


_PLACED = "LEFT JOIN accounts_user u ON u.id = y.person"


def _ended(days: tuple[date, date]) -> Sql:
    zone, moments = asked.zone(), dates.day_range(*days)
    sql = Sql()
    for place, one in enumerate(STAGES):
        sql.add(" UNION ALL " if place else "")
        sql.add(f"SELECT '{one.code}' AS stage, y.order_id, extract(epoch FROM y.ended - y.begun) / 86400.0 AS days,")
        sql.add(*_day(one, "ended", zone))
        sql.add(" AS day, y.person, coalesce(y.department, u.department_id) AS place, y.step")
        sql.add(f" FROM ({one.ended}) y {_PLACED}", *(days if one.in_days else moments))
    return sql


def _standing(today: date) -> Sql:
    zone, verified = asked.zone(), "v.at IS NOT NULL" if checking.is_required() else "TRUE"
    sql = Sql()
    for place, one in enumerate(stages_now()):
        sql.add(" UNION ALL " if place else "")
        sql.add(f"SELECT '{one.code}' AS stage, y.order_id, greatest(%s::date -", today)
        sql.add(*_day(one, "begun", zone))
        sql.add(", 0) AS days,")
        sql.add(*_day(one, "begun", zone))
        sql.add(" AS begun_on, NULL::date AS day, y.person, coalesce(y.department, u.department_id) AS place, y.step")
        rows = one.standing.replace(":verified", verified)
        sql.add(f" FROM ({rows}) y {_PLACED} WHERE y.begun IS NOT NULL")
    return sql


def stages_now() -> Sequence[Stage]:
    """The stages in which orders can stand: verification only where nobody approves without it."""
    return STAGES if checking.is_required() else [one for one in STAGES if one.code != "verify"]


def _day(one: Stage, column: str, zone: str) -> tuple[Any, ...]:
    return (f" y.{column}::date",) if one.in_days else (f" (y.{column} AT TIME ZONE %s)::date", zone)
