"""Whole archives searched for rows that are alike: asked for by a person or by the night, done by a worker.

What waits stands in the job rows: a message may be lost or doubled, and a search whose worker died is begun again.
Nobody waits in a request for it, and no transaction is open while rows are compared.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.db.models import QuerySet

from common import clock, events, locks, operation, waking
from common.errors import Text
from common.likeness import pairs, scoring
from common.models import Job
from common.registry import Registry
from common.watching import Watch

log = structlog.get_logger(__name__)
TASK = "common.search_duplicates"
CHUNK = 2_000
WAITING = (Job.State.QUEUED, Job.State.RUNNING)


def _as_found(found: scoring.Found) -> scoring.Found:
    return found


@dataclass(frozen=True)
class Archive:
    """Rows of one kind that are compared: ``rows`` gives those that stand, with the columns that ``keys_of`` reads;
    ``weights`` says how much a key in common tells, ``weighed`` leaves out or lowers pairs that something else tells
    apart, ``event`` is written when a search is done."""

    label: Text
    rows: Callable[[], QuerySet[Any]]
    keys_of: Callable[[Any], scoring.Keys]
    weights: Mapping[str, int]
    event: str
    weighed: Callable[[scoring.Found], scoring.Found] = _as_found


# label of a model, as pairs keep it -> archive
archives: Registry[Archive] = Registry("common.likeness.archives")


def ask(kind: str, *, actor_id: int, at: datetime) -> Job:
    """Have an archive searched anew; while one search of it waits or goes on, that one is given. Inside an
    operation."""
    operation.current()
    standing = _jobs(kind).filter(state__in=WAITING).first()
    if standing is not None:
        return standing
    job = Job.objects.create(kind=_name(kind), actor_id=actor_id, created_at=at)
    waking.wake(TASK)
    return job


def latest(kind: str) -> Job | None:
    """The search of an archive that was asked for last."""
    return _jobs(kind).first()


def progress_of(kind: str) -> dict[str, Any] | None:
    """How far the search of an archive is, or why it stopped; None where none goes on."""
    job = latest(kind)
    if job is None or job.state == Job.State.DONE:
        return None
    share = 100 * job.done // job.total if job.total else 0
    return {"job": job, "segment": f"sh:{share}", "is_working": job.state in WAITING}


def scan(*, at: datetime) -> int:
    """Search what waits, or what a dead worker left; how many pairs are to be decided. Nothing while another process
    is at it: one search at a time is load enough."""
    if not _waiting():
        return 0
    operation.set_origin("job", "")
    with locks.held(locks.Lock.SEARCH_DUPLICATES) as is_ours:
        return sum(_run(kind, job, at) for kind, job in _waiting()) if is_ours else 0


def _waiting() -> list[tuple[str, Job]]:
    kind_of = {_name(kind): kind for kind in archives}
    jobs = Job.objects.filter(kind__in=list(kind_of), state__in=WAITING).order_by("pk")
    return [(kind_of[job.kind], job) for job in jobs]


def _run(kind: str, job: Job, at: datetime) -> int:
    archive = archives[kind]
    total = archive.rows().count()
    _note(job, state=Job.State.RUNNING, started_at=at, heartbeat_at=at, done=0, total=total, error="")
    try:
        with Watch(job) as watch:
            found = archive.weighed(scoring.pairs(_keys(archive, watch, total), archive.weights))
        return operation.in_operation(job.actor_id, lambda: _keep(kind, archive, job, found))
    except Exception as fault:
        log.exception("duplicates_search_failed", kind=kind)
        why = f"{type(fault).__name__}: {fault}"[:500]
        _note(job, state=Job.State.FAILED, finished_at=clock.now(), error=why)
        raise


def _keys(archive: Archive, watch: Watch, total: int) -> Iterator[tuple[int, scoring.Keys]]:
    rows = archive.rows().order_by("pk")
    done = last = 0
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        for row in chunk:
            yield row.pk, archive.keys_of(row)
        done, last = done + len(chunk), chunk[-1].pk
        watch.tell(str(archive.label), done, max(total, done))


def _keep(kind: str, archive: Archive, job: Job, found: scoring.Found) -> int:
    count, now = pairs.keep(kind, found), clock.now()
    events.record(archive.event, at=now, rows=count)
    done = {"done": job.total, "result": {"pairs": count}}
    Job.objects.filter(pk=job.pk).update(state=Job.State.DONE, finished_at=now, **done)
    return count


def _jobs(kind: str) -> QuerySet[Job]:
    return Job.objects.filter(kind=_name(kind)).order_by("-pk")


def _name(kind: str) -> str:
    return f"duplicates.{kind}"


def _note(job: Job, **columns: object) -> None:
    for name, value in columns.items():
        setattr(job, name, value)
    operation.in_operation(job.actor_id, lambda: Job.objects.filter(pk=job.pk).update(**columns))
