"""What must hold at any moment (RELIABILITY 3): each app registers its own, as SQL that names offenders.

``manage.py check_invariants`` runs them all every night; a test runs one after it broke the rule by hand.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.functional import Promise

from common import clock
from common.models import Job
from common.registry import Registry

JOB_KIND = "invariants"


@dataclass(frozen=True)
class Invariant:
    """``sql`` (or a function that gives it once all apps are ready) selects the offending rows, none when
    all is well; its first column identifies the row. ``number`` is the one of RELIABILITY 3."""

    number: int
    title: str | Promise
    sql: str | Callable[[], str]


invariants: Registry[Invariant] = Registry("common.invariants")


def offenders(invariant: Invariant, limit: int = 100) -> list[dict[str, Any]]:
    """Up to ``limit`` rows that break the invariant, as column → value."""
    sql = invariant.sql if isinstance(invariant.sql, str) else invariant.sql()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({sql}) AS offending LIMIT {int(limit)}")
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@dataclass(frozen=True)
class Finding:
    """An invariant and the rows that break it (none: it holds)."""

    key: str
    invariant: Invariant
    rows: list[dict[str, Any]]


def check_all(number: int | None = None) -> Iterator[Finding]:
    """Run every invariant (or those of one number), in order of their numbers."""
    chosen = [(key, one) for key, one in invariants.items() if number in (None, one.number)]
    for key, invariant in sorted(chosen, key=lambda pair: (pair[1].number, pair[0])):
        yield Finding(key, invariant, offenders(invariant))


def run(*, actor_id: int, at: datetime) -> Job:
    """Check everything and keep the result as a job row, which the admin console shows.

    ``result``: {"broken": how many invariants, "findings": [{number, key, title, rows}]}.
    """
    job = Job.objects.create(
        kind=JOB_KIND, actor_id=actor_id, state=Job.State.RUNNING, total=len(invariants), created_at=at, started_at=at
    )
    findings = list(check_all())
    told = [
        {
            "number": finding.invariant.number,
            "key": finding.key,
            "title": str(finding.invariant.title),
            "rows": [{name: plain(value) for name, value in row.items()} for row in finding.rows],
        }
        for finding in findings
    ]
    job.result = {"broken": sum(bool(finding.rows) for finding in findings), "findings": told}
    job.state, job.done, job.finished_at = Job.State.DONE, len(findings), clock.now()
    job.save()
    return job


def plain(value: Any) -> Any:
    """A column's value as JSON knows it."""
    if isinstance(value, Decimal | date | datetime):
        return str(value)
    return value
