"""After new rules came into force: everything that other rules classified is classified again, in batches.

What is left to do stands in the rows themselves (``rules_number``), so a run that was killed goes on where it was, and
writes of people meanwhile are classified by the new rules already. Nobody waits longer than for one batch.
"""

from datetime import datetime

import structlog

from accounts.people import queries as people
from common import clock, dates, events, locks, operation
from common.models import Job
from common.rows import update_rows
from segments.classification import computing, queries
from segments.classification.models import RuleVersion
from segments.classification.subjects import Subject, subjects

log = structlog.get_logger(__name__)
JOB = "segments.reclassify"
BATCH = 500


def scan(*, at: datetime) -> int:
    """Take up what waits; returns how many rows were classified again."""
    job = queries.active().job
    return run(at=at) if job is None or job.state != Job.State.DONE else 0


def run(*, at: datetime) -> int:
    """Classify everything that other rules than those in force classified; how many rows. Nothing while another
    process is at it."""
    operation.set_origin("job", "")
    with locks.held(locks.Lock.RECLASSIFY) as is_ours:
        if not is_ours:
            return 0
        total = 0
        while (done := _run_once(at)) is not None:  # once more for rules that came into force meanwhile
            total += done
        return total


def _run_once(at: datetime) -> int | None:
    """One pass by the rules in force; None when nothing waits for one."""
    version = queries.active()
    left = {key: computing.behind(subject, version).count() for key, subject in subjects.items()}
    if version.job is not None and version.job.state == Job.State.DONE and not any(left.values()):
        return None
    job = operation.in_operation(_actor(version), lambda: _begin(version, sum(left.values()), at))
    done = 0
    try:
        for subject in subjects.values():
            written = _go_through(subject, version, job, str(subject.label))
            if written is None:
                return done  # other rules came into force
            done += written
    except Exception as fault:
        why = f"{type(fault).__name__}: {fault}"[:500]
        log.exception("reclassify_failed", version=version.number)
        operation.in_operation(_actor(version), lambda: _note(job, state=Job.State.FAILED, error=why))
        raise
    operation.in_operation(_actor(version), lambda: _end(version, job, done))
    return done


def _go_through(subject: Subject, version: RuleVersion, job: Job, stage: str) -> int | None:
    """Batch after batch in the order of keys; None when these rules are in force no more."""
    done = last = 0
    while True:
        batch = operation.in_operation(_actor(version), lambda: _batch(subject, version, job, stage, last))  # noqa: B023
        if batch is None:
            return None
        if not batch:
            return done
        done, last = done + len(batch), batch[-1]


def _batch(subject: Subject, version: RuleVersion, job: Job, stage: str, after: int) -> list[int] | None:
    """One transaction: the keys that were classified."""
    held = queries.hold_active()
    if held.number != version.number:
        return None
    rows = computing.only_texts(subject).exclude(rules_number=version.number).filter(pk__gt=after)
    chosen = list(rows.select_for_update(no_key=True, of=("self",)).order_by("pk")[:BATCH])
    if not chosen:
        return []
    computing.put(subject, chosen, version.number, queries.rule_set(version))
    update_rows(chosen, subject.columns)
    now = clock.now()
    computing.keep_of(subject, chosen, dates.business_day(now))
    job.done += len(chosen)
    _note(job, done=job.done, stage=stage[:120], heartbeat_at=now)
    return [row.pk for row in chosen]


def _begin(version: RuleVersion, left: int, at: datetime) -> Job:
    """The job row of the version; one that was broken off goes on counting."""
    job = version.job
    if job is None:
        job = Job.objects.create(kind=JOB, actor_id=_actor(version), created_at=at, total=left)
        RuleVersion.objects.filter(pk=version.pk).update(job=job)
        version.job = job
    job.done = max(0, job.total - left)
    total = max(job.total, left)
    job.total = total
    _note(job, state=Job.State.RUNNING, started_at=job.started_at or at, done=job.done, total=total, error="")
    return job


def _end(version: RuleVersion, job: Job, done: int) -> None:
    now = clock.now()
    _note(job, state=Job.State.DONE, finished_at=now, done=job.total, result={"rows": done})
    events.record("classification.applied", version, at=now, number=str(version.number), rows=done)


def _note(job: Job, **columns: object) -> None:
    for name, value in columns.items():
        setattr(job, name, value)
    Job.objects.filter(pk=job.pk).update(**columns)


def _actor(version: RuleVersion) -> int:
    """In whose name: the machine's for the shipped rules, else that of who put them in force."""
    return version.activated_by_id or people.system_user().pk
