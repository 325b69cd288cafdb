"""Imports that run without anybody waiting: by a worker, as the person who started them, with progress on the job."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.utils.translation import gettext

from accounts.people import queries as people
from accounts.people.models import User
from common import citations, database_errors, errors, operation
from common.imports.models import ImportRun
from common.models import Job
from common.watching import Watch
from orders.intake.imports import passes

log = structlog.get_logger(__name__)
State = ImportRun.State
WAITING = (State.QUEUED, State.COMMIT_QUEUED)
STALE = timedelta(minutes=30)  # longer than reading may take; a worker that lives reports every second


def check(run_id: int, *, at: datetime) -> None:
    """The dry run of an import that waits for it; anything else is left alone."""
    _run(run_id, State.QUEUED, passes.check_import, at)


def commit(run_id: int, *, at: datetime) -> None:
    """Write an import that was asked to be written."""
    _run(run_id, State.COMMIT_QUEUED, passes.commit_import, at)


def scan(*, at: datetime) -> int:
    """Take up what waits, and put back what a dead worker left; returns how many imports were run."""
    operation.set_origin("job", "")
    passes.take_up_again(actor=people.system_user(), silent_since=at - STALE)
    waiting = list(ImportRun.objects.filter(state__in=WAITING).order_by("id").values_list("pk", "state"))
    for run_id, waits_for in waiting:
        (check if waits_for == State.QUEUED else commit)(run_id, at=at)
    return len(waiting)


def forget_old(*, at: datetime) -> int:
    """Drop what was staged and never imported, and files that no import speaks of."""
    operation.set_origin("job", "")
    forgotten = passes.forget_old(actor=people.system_user(), at=at)
    passes.sweep_uploads(at=at)
    return forgotten


def _run(run_id: int, state: str, act: Callable[..., ImportRun], at: datetime) -> None:
    run = ImportRun.objects.select_related("job").filter(pk=run_id, state=state).first()
    if run is None:
        return
    operation.set_origin("job", "")
    back = State.CHECKED if state == State.COMMIT_QUEUED else State.FAILED
    actor = User.objects.filter(pk=run.actor_id).first()
    if actor is None:  # nobody's rights to act with
        _fail(run, State.FAILED, gettext("The person who started this import is not known any more."), at)
        return
    _note(run, state=Job.State.RUNNING, started_at=at, heartbeat_at=at, error="")
    try:
        with Watch(run.job) as watch:
            done = act(actor=actor, run_id=run_id, at=at, tell=watch.tell)
    except errors.WrongState:
        return  # somebody else took it up
    except errors.DomainError as error:
        _fail(run, back, citations.told(error, str(error)), at)
    except Exception as error:
        if (refusal := database_errors.as_refusal(error)) is not None:
            _fail(run, back, str(refusal), at)
            return
        log.exception("import_failed", run=run_id)
        words = gettext("Something went wrong on our side (%(kind)s); the log says more. Nothing was imported.")
        _fail(run, back, words % {"kind": type(error).__name__}, at)
        raise
    else:
        _note(run, state=Job.State.DONE, finished_at=at, result={"run": run_id, "state": done.state})


def _fail(run: ImportRun, state: str, reason: str, at: datetime) -> None:
    _note(run, state=Job.State.FAILED, finished_at=at, error=reason)
    passes.note_outcome(actor=people.system_user(), run_id=run.pk, state=state, reason=reason)


def _note(run: ImportRun, **columns: object) -> None:
    """Write onto the run's job, in the name of who started it."""
    if run.job_id is not None:
        jobs = Job.objects.filter(pk=run.job_id)
        operation.in_operation(run.actor_id, lambda: jobs.update(**columns))
