"""What must hold at any moment (RELIABILITY 3): each app registers its own, as SQL that names offenders.

A job runs them all every night and keeps the result for the console, ``manage.py check_invariants`` whenever
somebody asks; a test runs one after it broke the rule by hand.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import structlog
from django.db import connection, transaction
from django.utils.functional import Promise

from common import clock, prepared
from common.models import Job
from common.operation import in_operation
from common.registry import Registry

JOB_KIND = "invariants"
LONGEST_RUN = timedelta(hours=1)

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Invariant:
    """``sql`` (or a function that gives it once all apps are ready) selects the offending rows, none when
    all is well; its first column identifies the row. Where SQL cannot say it, ``find(limit)`` gives the rows.
    ``number`` is the one of RELIABILITY 3."""

    number: int
    title: str | Promise
    sql: str | Callable[[], str] = ""
    find: Callable[[int], list[dict[str, Any]]] | None = None


invariants: Registry[Invariant] = Registry("common.invariants")


def offenders(invariant: Invariant, limit: int = 100) -> list[dict[str, Any]]:
    """Up to ``limit`` rows that break the invariant, as column → value."""
    if invariant.find is not None:
        return invariant.find(limit)
    sql = invariant.sql if isinstance(invariant.sql, str) else invariant.sql()
    with connection.cursor() as cursor:
        statement = f"SELECT * FROM ({sql}) AS offending LIMIT {int(limit)}"
        if "%" in statement:  # it could be taken for the place of a parameter
            cursor.execute(statement)
        else:
            prepared.execute(cursor, statement, [])
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@dataclass(frozen=True)
class Finding:
    """An invariant and the rows that break it (none: it holds); ``error`` says why it could not be checked."""

    key: str
    invariant: Invariant
    rows: list[dict[str, Any]]
    error: str = ""

    @property
    def is_broken(self) -> bool:
        """Whether it is not known to hold."""
        return bool(self.rows or self.error)


def check_all(number: int | None = None) -> Iterator[Finding]:
    """Run every invariant (or those of one number), in order of their numbers."""
    chosen = [(key, one) for key, one in invariants.items() if number in (None, one.number)]
    for key, invariant in sorted(chosen, key=lambda pair: (pair[1].number, pair[0])):
        yield _check(key, invariant)


def _check(key: str, invariant: Invariant) -> Finding:
    """One that cannot be checked is a finding too, and does not hide the others."""
    try:
        with transaction.atomic():
            return Finding(key, invariant, offenders(invariant))
    except Exception as error:
        log.exception("invariant_failed", key=key)
        return Finding(key, invariant, [], f"{type(error).__name__}: {error}"[:500])


def run(*, actor_id: int, at: datetime) -> Job:
    """Check everything and keep the result as a job row, which the admin console shows.

    ``result``: {"broken": how many invariants, "findings": [{number, key, title, rows, error}]}.
    """
    job = in_operation(actor_id, lambda: _begin(actor_id, at))
    findings = list(check_all())
    told = [
        {
            "number": finding.invariant.number,
            "key": finding.key,
            "title": str(finding.invariant.title),
            "rows": [{name: plain(value) for name, value in row.items()} for row in finding.rows],
            "error": finding.error,
        }
        for finding in findings
    ]
    job.result = {"broken": sum(finding.is_broken for finding in findings), "findings": told}
    job.state, job.done, job.finished_at = Job.State.DONE, len(findings), clock.now()
    in_operation(actor_id, job.save)
    return job


def last_run() -> Job | None:
    """The newest run that came to its end."""
    return Job.objects.filter(kind=JOB_KIND, state=Job.State.DONE).order_by("-id").first()


def running_since() -> datetime | None:
    """When the run that is under way began; None when none is, or one was broken off with its worker."""
    newest = Job.objects.filter(kind=JOB_KIND).order_by("-id").first()
    under_way = newest is not None and newest.state == Job.State.RUNNING
    return newest.started_at if under_way and clock.now() - newest.started_at < LONGEST_RUN else None  # type: ignore[union-attr, operator]


def _begin(actor_id: int, at: datetime) -> Job:
    return Job.objects.create(
        kind=JOB_KIND, actor_id=actor_id, state=Job.State.RUNNING, total=len(invariants), created_at=at, started_at=at
    )


def plain(value: Any) -> Any:
    """A column's value as JSON knows it."""
    if isinstance(value, Decimal | date | datetime):
        return str(value)
    return value
