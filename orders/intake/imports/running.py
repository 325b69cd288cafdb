"""Imports that run without anybody waiting: by a worker, as the person who started them, with progress on the job."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from accounts.people import queries as people
from accounts.people.models import User
from common import errors, operation
from common.imports.models import ImportRun
from common.imports.watching import Watch
from common.models import Job
from orders.intake.imports import operations

log = structlog.get_logger(__name__)
State = ImportRun.State
WAITING = (State.QUEUED, State.COMMIT_QUEUED)
STALE = timedelta(minutes=30)  # longer than reading may take; a worker that lives reports every second


def check(run_id: int, *, at: datetime) -> None:
    """The dry run of an import that waits for it; anything else is left alone."""
    _run(run_id, State.QUEUED, operations.check_import, at)


def commit(run_id: int, *, at: datetime) -> None:
    """Write an import that was asked to be written."""
    _run(run_id, State.COMMIT_QUEUED, operations.commit_import, at)


def scan(*, at: datetime) -> int:
    """Take up what waits, and put back what a dead worker left; returns how many imports were run."""
    for state, back in ((State.READING, State.QUEUED), (State.COMMITTING, State.CHECKED)):
        dead = ImportRun.objects.filter(state=state, job__heartbeat_at__lt=at - STALE)
        dead.update(state=back)
    waiting = list(ImportRun.objects.filter(state__in=WAITING).order_by("id").values_list("pk", "state"))
    for run_id, waits_for in waiting:
        (check if waits_for == State.QUEUED else commit)(run_id, at=at)
    return len(waiting)


def forget_old(*, at: datetime) -> int:
    """Drop what was staged and never imported."""
    return operations.forget_old(at=at)


def _run(run_id: int, state: str, act: Callable[..., ImportRun], at: datetime) -> None:
    run = ImportRun.objects.select_related("job").filter(pk=run_id, state=state).first()
    if run is None:
        return
    actor = User.objects.filter(pk=run.actor_id).first() or people.system_user()
    operation.set_origin("job", "")
    job = run.job
    _note(job, state=Job.State.RUNNING, started_at=at, heartbeat_at=at, error="")
    try:
        with Watch(job) as watch:
            done = act(actor=actor, run_id=run_id, at=at, tell=watch.tell)
    except errors.WrongState:
        return  # somebody else took it up
    except errors.DomainError as error:
        _note(job, state=Job.State.FAILED, finished_at=at, error=str(error))
        back = State.CHECKED if state == State.COMMIT_QUEUED else State.FAILED
        ImportRun.objects.filter(pk=run_id).update(state=back, error={"text": str(error)})
    except Exception as error:
        log.exception("import_failed", run=run_id)
        _note(job, state=Job.State.FAILED, finished_at=at, error=type(error).__name__)
        back = State.CHECKED if state == State.COMMIT_QUEUED else State.FAILED
        ImportRun.objects.filter(pk=run_id).update(state=back, error={"text": type(error).__name__})
        raise
    else:
        _note(job, state=Job.State.DONE, finished_at=at, result={"run": run_id, "state": done.state})


def _note(job: Job | None, **columns: object) -> None:
    if job is not None:
        Job.objects.filter(pk=job.pk).update(**columns)
