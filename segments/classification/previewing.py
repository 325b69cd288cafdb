"""A look at what a draft would change that takes longer than a page may: everything that is classified, by a worker.

The draft's job row says for which edit of the draft it is, how far it got and in the end what it found. After another
edit it says nothing any more, and a worker that is still at it stops.
"""

from datetime import datetime

import structlog

from common import clock, locks, operation
from common.models import Job
from common.watching import Watch
from segments.classification import preview, queries
from segments.classification.models import RuleVersion

log = structlog.get_logger(__name__)
JOB = "segments.preview_rules"
AT_ONCE = 10_000  # rows that are looked at while somebody waits: a second or two
WAITING = (Job.State.QUEUED, Job.State.RUNNING)


class _OvertakenError(Exception):
    """The draft was edited, put in force or given up meanwhile."""


def is_long() -> bool:
    """Whether there is more than a page can wait for."""
    return preview.total() > AT_ONCE


def job_of(draft: RuleVersion) -> Job | None:
    """The look at the draft as it stands now; None where nobody asked for one since it was edited."""
    job = draft.job
    return job if job is not None and _is_of(job, draft) else None


def found_by(job: Job) -> list[preview.Effect]:
    """What a look that is over found."""
    return preview.from_json(job.result["effects"])


def scan(*, at: datetime) -> int:
    """Take up the look that waits, or that a dead worker left; how many rows were looked at. Nothing while another
    process is at it."""
    draft = queries.draft()
    job = job_of(draft) if draft else None
    if draft is None or job is None or job.state not in WAITING:
        return 0
    operation.set_origin("job", "")
    with locks.held(locks.Lock.PREVIEW_RULES) as is_ours:
        if not is_ours:
            return 0
        return _run(draft, job, at)


def _run(draft: RuleVersion, job: Job, at: datetime) -> int:
    total = preview.total()
    _note(job, state=Job.State.RUNNING, started_at=at, heartbeat_at=at, total=total, done=0)
    try:
        with Watch(job) as watch:

            def tell(stage: str, done: int) -> None:
                watch.tell(stage, done, max(total, done))
                now = queries.draft()
                if now is None or now.job_id != job.pk or not _is_of(job, now):
                    raise _OvertakenError

            effects = preview.effects(queries.rule_set(draft), draft.number, tell)
    except _OvertakenError:
        _note(job, state=Job.State.CANCELLED, finished_at=clock.now())
        return 0
    except Exception as fault:
        log.exception("preview_failed", draft=draft.number)
        why = f"{type(fault).__name__}: {fault}"[:500]
        _note(job, state=Job.State.FAILED, finished_at=clock.now(), error=why)
        raise
    seen = sum(one.looked_at for one in effects)
    result = {"effects": preview.as_json(effects)}
    _note(job, state=Job.State.DONE, finished_at=clock.now(), done=seen, total=seen, result=result)
    return seen


def _is_of(job: Job, draft: RuleVersion) -> bool:
    return job.kind == JOB and job.parameters == {"number": draft.number, "version": draft.version}


def _note(job: Job, **columns: object) -> None:
    def note() -> None:
        Job.objects.filter(pk=job.pk).update(**columns)

    operation.in_operation(job.actor_id, note)
