"""Exports that a worker writes: taken up once, with progress on the job; cancelled ones are left, what a dead worker
dropped is taken up again a few times, old files go."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts import access
from accounts.exports import operations, permitting, queries
from accounts.people import queries as people
from accounts.people.models import User
from common import clock, database_errors, errors, events, settings, uploads
from common.exports import files, tallies, writing
from common.exports.models import Export
from common.models import Job
from common.operation import in_operation, operation, set_origin
from common.watching import Watch

log = structlog.get_logger(__name__)
State = Export.State
STALE = timedelta(minutes=5)  # a worker that lives reports every second
MOST_ATTEMPTS = 3
OVER = (State.EXPIRED, State.FAILED, State.CANCELLED)
BATCH = 500  # exports dropped in a transaction
_FAILED = gettext_noop("Your file “%(name)s” could not be written: %(why)s")


class _LeftAloneError(Exception):
    """The export was cancelled, or another worker took it up."""


def run(export_id: int, *, at: datetime) -> None:
    """Write an export that waits; anything else is left alone, so a message that comes twice does no harm."""
    set_origin("job", "")
    export = Export.objects.filter(pk=export_id, state=State.QUEUED).first()
    if export is None:
        return
    actor = User.objects.filter(pk=export.actor_id, is_active=True).first()
    with translation.override(export.language or None):
        if actor is None:  # nobody's rights to read with
            _fail(export, _("The person who asked for this is not active any more."), at)
            return
        access.narrow(actor, export.token_scopes)
        if _take_up(actor=actor, export=export, at=at):
            _write(actor, export, at)


def _write(actor: User, export: Export, at: datetime) -> None:
    try:
        entry, sheet = operations.open_again(actor, export)
        limits = entry.forms[export.form]
        with Watch(export.job) as watch, files.new_file(export.form, at) as (name, path):

            def tell(done: int, total: int) -> None:
                watch.tell("", done, total)
                if words := operations.too_many(total, export.form, limits):
                    raise errors.Conflict(words)
                if not queries.is_wanted(export):
                    raise _LeftAloneError

            heading = operations.heading_of(entry, actor, export.created_at)
            sums = writing.write(path, export.form, sheet, heading, tell)
            _keep(actor, export, name, sums.rows, path.stat().st_size, sheet.whom())
    except _LeftAloneError:
        return
    except errors.DomainError as error:
        _fail(export, str(error), at)
    except Exception as error:
        if (refusal := database_errors.as_refusal(error)) is not None:
            _fail(export, str(refusal), at)
            return
        log.exception("export_failed", export=export.pk)
        words = _("Something went wrong on our side (%(kind)s); the log says more. Export the list again.")
        _fail(export, words % {"kind": type(error).__name__}, at)
        raise


def _keep(actor: User, export: Export, name: str, rows: int, size: int, whom: tallies.Counts | None) -> None:
    facts: dict[str, Any] = {
        "export_id": export.pk,
        "attempts": export.attempts,
        "name": name,
        "rows": rows,
        "size": size,
        "whom": whom,
    }
    with suppress(errors.NotFound):  # deleted meanwhile
        if operations.finish_export(actor=actor, at=clock.now(), **facts):
            return
    raise _LeftAloneError


def scan(*, at: datetime) -> int:
    """Put back what a dead worker left, or say that it failed, and write what waits; returns how many were waiting."""
    set_origin("job", "")
    _put_back(actor=people.system_user(), at=at)
    waiting = list(Export.objects.filter(state=State.QUEUED).order_by("id").values_list("pk", flat=True))
    for export_id in waiting:
        run(export_id, at=at)
    return len(waiting)


def forget_old(*, at: datetime) -> int:
    """Remove files whose days are over, files that no export speaks of, and, some time later (setting), exports that
    have no file any more; returns how many expired."""
    set_origin("job", "")
    names = _expire(actor=people.system_user(), at=at)
    for name in names:
        files.remove(name)
    uploads.sweep(files.FOLDER, Export, "file", at=at)
    while _drop(actor=people.system_user(), at=at) == BATCH:
        continue
    return len(names)


@operation
def _drop(*, actor: User, at: datetime) -> int:
    """Forget exports that came to nothing or whose file went long ago, with the jobs that wrote them, some at a time;
    the trail keeps what was taken away."""
    line = at - timedelta(days=settings.get("exports.list_days"))
    over = Export.objects.filter(state__in=OVER, created_at__lte=line).filter(
        Q(expires_at=None) | Q(expires_at__lte=line)
    )
    found = list(
        over.select_for_update(no_key=True, skip_locked=True).order_by("pk").values_list("pk", "job_id")[:BATCH]
    )
    Export.objects.filter(pk__in=[pk for pk, _job in found]).delete()
    Job.objects.filter(pk__in=[job for _pk, job in found if job]).delete()
    return len(found)


@operation
def _expire(*, actor: User, at: datetime) -> list[str]:
    over = Export.objects.filter(state=State.DONE, expires_at__lte=at)
    found = list(over.select_for_update(no_key=True, skip_locked=True).values_list("pk", "file"))
    Export.objects.filter(pk__in=[pk for pk, _name in found]).update(state=State.EXPIRED, file="")
    return [name for _pk, name in found]


def _take_up(*, actor: User, export: Export, at: datetime) -> bool:
    """Make the waiting export this worker's; False when another was faster."""

    def take_up() -> bool:
        taken = Export.objects.filter(pk=export.pk, state=State.QUEUED, attempts=export.attempts)
        export.attempts += 1
        export.state, export.rights = State.RUNNING, permitting.print_of(actor)
        if not taken.update(state=export.state, attempts=export.attempts, rights=export.rights):
            return False
        queries.job_of(export).update(state=Job.State.RUNNING, started_at=at, heartbeat_at=at, done=0, error="")
        return True

    return in_operation(actor.pk, take_up)


@operation
def _put_back(*, actor: User, at: datetime) -> None:
    """Exports whose worker said nothing for a while wait again; after a few times they have failed."""
    dead = Export.objects.filter(state=State.RUNNING, job__heartbeat_at__lt=at - STALE)
    for export in dead.select_for_update(no_key=True, skip_locked=True, of=("self",)):
        if export.attempts < MOST_ATTEMPTS:
            Export.objects.filter(pk=export.pk).update(state=State.QUEUED)
            queries.job_of(export).update(state=Job.State.QUEUED)
            continue
        with translation.override(export.language or None):
            _note_failure(export, _("The work was interrupted several times. Narrow the list and try again."), at)


def _fail(export: Export, reason: str, at: datetime) -> None:
    in_operation(export.actor_id, lambda: _note_failure(export, reason, at))


def _note_failure(export: Export, reason: str, at: datetime) -> None:
    """Say why an export came to nothing, unless it was cancelled or goes on elsewhere."""
    mine = Export.objects.filter(pk=export.pk, state__in=queries.WAITING, attempts=export.attempts)
    if not mine.update(state=State.FAILED, error=reason, finished_at=at):
        return
    queries.job_of(export).update(state=Job.State.FAILED, error=reason, finished_at=at)
    events.record("export.failed", export, at=at, reason=reason, list=export.list_key)
    operations.tell(export, _FAILED, at=at, why=reason)
