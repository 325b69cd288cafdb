"""The two passes over an import, dry run and commit, and what is left of old ones.

The passes are the engine's (``common.imports.engine``): they run in a worker or a command, each in transactions
of its own, and act as the person who started the import.
"""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import errors, events, settings, uploads
from common.imports import engine, staging
from common.imports.batch import Tell, silent
from common.imports.models import ImportFile, ImportRun
from common.operation import in_operation, operation
from orders.intake.imports import permitting, queries

State = ImportRun.State
FOLDER = "imports"  # below MEDIA_ROOT


def check_import(*, actor: User, run_id: int, at: datetime, tell: Tell = silent) -> ImportRun:
    """The dry run itself, as the person who started the import. Raises NotFound, NotAllowed, WrongState, Conflict."""
    run = _claim(actor, run_id, (State.QUEUED, State.CHECKED, State.REFUSED, State.FAILED), State.READING)

    def check() -> ImportRun:
        permitting.require(actor, run.profile_text, at)
        engine.dry_run(run, actor=actor, at=at, tell=tell)
        return run

    return _or_back(actor, run, State.READING, State.FAILED, check)


def commit_import(*, actor: User, run_id: int, at: datetime, tell: Tell = silent) -> ImportRun:
    """Write a checked run: all or nothing, once. Raises NotFound, NotAllowed, WrongState, Busy, Conflict; then
    the run is checked as before."""
    run = _claim(actor, run_id, (State.CHECKED, State.COMMIT_QUEUED), State.COMMITTING)

    def write() -> ImportRun:
        permitting.require(actor, run.profile_text, at)
        return engine.commit(run, actor=actor, at=at, tell=tell)

    return _or_back(actor, run, State.COMMITTING, State.CHECKED, write)


@operation
def note_outcome(*, actor: User, run_id: int, state: str, reason: str) -> None:
    """Put a run that its worker could not finish into a state, with the reason in words."""
    ImportRun.objects.filter(pk=run_id).update(state=state, error={"text": reason})


@operation
def take_up_again(*, actor: User, silent_since: datetime) -> int:
    """Put runs back whose worker said nothing since then: to be checked again, or checked as before."""
    dead = ImportRun.objects.filter(job__heartbeat_at__lt=silent_since)
    return dead.filter(state=State.READING).update(state=State.QUEUED) + dead.filter(state=State.COMMITTING).update(
        state=State.CHECKED
    )


@operation
def forget_old(*, actor: User, at: datetime) -> int:
    """Drop what imports that nobody committed for days (setting) have staged, and the uploads of all imports
    of that age: hash, report and what was written stay. Files that no import speaks of go as well.

    Returns how many imports were discarded.
    """
    line = at - timedelta(days=settings.get("imports.keep_days"))
    unused = (State.NEW, State.CHECKED, State.REFUSED, State.FAILED)
    runs = list(ImportRun.objects.filter(state__in=unused, created_at__lt=line))
    for run in runs:
        staging.clear_rows(run)
        run.state = State.DISCARDED
        run.save(update_fields=["state"])
        events.record("import.discarded", run, at=at, number=f"#{run.pk}")
    ended = (State.DONE, State.DISCARDED)
    ImportFile.objects.filter(run__state__in=ended, run__created_at__lt=line).exclude(file="").update(file="")
    return len(runs)


def sweep_uploads(*, at: datetime) -> int:
    """Remove uploads that no import speaks of any more; returns how many files."""
    return uploads.sweep(FOLDER, ImportFile, "file", at=at)


def _claim(actor: User, run_id: int, allowed: Collection[str], state: str) -> ImportRun:
    def claim() -> ImportRun:
        rights.require(actor, permitting.RUN)
        run = queries.lock_run(actor=actor, run_id=run_id)
        if run.state not in allowed:
            raise errors.WrongState(_("This import is not waiting for that."), status=run.state, possible=[])
        run.state = state
        run.save(update_fields=["state"])
        return run

    return in_operation(actor.pk, claim)


def _or_back(actor: User, run: ImportRun, during: str, back: str, act: Callable[[], ImportRun]) -> ImportRun:
    """Run a pass; whatever it raises, the run is not left in the state of being worked on."""
    try:
        return act()
    except BaseException:
        working = ImportRun.objects.filter(pk=run.pk, state=during)
        in_operation(actor.pk, lambda: working.update(state=back))
        raise
