"""Taking a list away as a file: asking for it, cancelling, fetching, deleting (R259).

A short list is written at once, a long one by a worker (``running``). A file is its maker's alone and kept for some
days (setting); whoever may see less than when it was made does not get it any more.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from accounts import policies
from accounts.collaboration import inbox
from accounts.exports import permitting, queries, sheet
from accounts.people.models import User
from common import errors, events, settings, waking
from common.exports import files, tallies, writing
from common.exports.lists import Asked, ExportList, Limits, Sheet
from common.exports.models import Export
from common.models import Job
from common.operation import current, operation

State = Export.State
JOB = "accounts.run_export"
MOST_WAITING = 5  # of one person's
QUERY_LENGTH = 8_000
_THERE = gettext_noop("Your file “%(name)s” is there.")


@operation
def start_export(
    *, actor: User, list_key: str, form: str, at: datetime, query: str = "", columns: Sequence[str] | None = None
) -> Export:
    """Take a list away: with the conditions and sort of ``query`` (the query string of its page) and the columns with
    these keys, or those that the actor sees there now. A list of no more rows than the setting says is written at
    once, a longer one by a worker.

    Raises NotAllowed, NotFound (no such list), Invalid (conditions, format, more rows than the setting allows),
    Conflict (too many are waiting already).
    """
    entry = permitting.require(actor, list_key)
    limits = entry.forms.get(form)
    if limits is None:
        raise errors.Invalid(
            fields={"form": [_("Choose one of these: %(forms)s.") % {"forms": ", ".join(entry.forms)}]}
        )
    if len(query) > QUERY_LENGTH:
        raise errors.Invalid(fields={"query": [_("The conditions are too long.")]})
    asked = Asked(QueryDict(query), at, columns)
    entry.require_known(asked.query)
    found = entry.open(actor, asked)
    count = _count(found, limits)
    is_long = found.is_long or count > settings.get(limits.at_once)
    _require_room(actor, too_many(count, form, limits), is_long)
    export = Export(
        actor_id=actor.pk,
        list_key=list_key,
        form=form,
        query=query,
        columns=[column.key for column in found.columns],
        language=get_language() or "",
        rights=permitting.print_of(actor),
        token_scopes=permitting.scopes_of(actor),
        condition=list(found.condition),
        door="api" if current().door == "api" else "page",
        created_at=at,
    )
    if is_long:
        export.job = Job.objects.create(kind=JOB, actor_id=actor.pk, total=count, created_at=at)
        export.save(force_insert=True)
        events.record("export.started", export, at=at, **_told(export))
        waking.wake(JOB, export.pk)
        return export
    export.state, export.attempts = State.RUNNING, 1
    export.save(force_insert=True)
    with files.new_file(form, at) as (name, path):
        sums = writing.write(path, form, found, heading_of(entry, actor, at))
        _finish(export, name, sums.rows, path.stat().st_size, at)
        _tell_whom(export, actor, found.whom(), at)
    return export


@operation
def finish_export(
    *,
    actor: User,
    export_id: int,
    attempts: int,
    name: str,
    rows: int,
    size: int,
    whom: tallies.Counts | None,
    at: datetime,
) -> bool:
    """Keep the file that a worker wrote and note whom its rows are about, unless the export was cancelled or taken up
    by another worker meanwhile: then False, and the file is nobody's. Raises NotFound (deleted meanwhile)."""
    export = queries.lock_export(actor=actor, export_id=export_id)
    if (export.state, export.attempts) != (State.RUNNING, attempts):
        return False
    queries.job_of(export).update(state=Job.State.DONE, finished_at=at, done=rows, total=rows)
    _finish(export, name, rows, size, at)
    _tell_whom(export, actor, whom, at)
    tell(export, _THERE, at=at)
    return True


@operation
def cancel_export(*, actor: User, export_id: int, at: datetime) -> Export:
    """Leave an export that is not written yet. Raises NotAllowed, NotFound, WrongState."""
    policies.require(actor, permitting.RUN)
    export = queries.lock_export(actor=actor, export_id=export_id)
    if export.state not in queries.WAITING:
        raise errors.WrongState(_("This export is not being written any more."), status=export.state, possible=[])
    export.state, export.finished_at = State.CANCELLED, at
    export.save(update_fields=["state", "finished_at"])
    queries.job_of(export).update(state=Job.State.CANCELLED, finished_at=at)
    events.record("export.cancelled", export, at=at, **_told(export))
    return export


@operation
def delete_export(*, actor: User, export_id: int, at: datetime) -> None:
    """Drop an export with its file; the trail keeps what was taken away. Raises NotFound, WrongState."""
    export = queries.lock_export(actor=actor, export_id=export_id)
    if export.state in queries.WAITING:
        raise errors.WrongState(_("Cancel the export first."), status=export.state, possible=["cancel"])
    name = export.file.name
    events.record("export.deleted", export, at=at, **_told(export))
    export.delete()
    transaction.on_commit(lambda: files.remove(name or ""))


@operation
def fetch_file(*, actor: User, export_id: int, at: datetime) -> Export:
    """The export whose file is about to be handed over, noted in the trail. Raises NotFound (not his, not ready,
    expired), NotAllowed where the actor may not export any more or may see less than when it was written, also by the
    token by which he asks."""
    export = queries.get_export(actor=actor, export_id=export_id)
    if export.state == State.EXPIRED or (export.expires_at is not None and export.expires_at <= at):
        raise errors.NotFound(_("This file has expired. Export the list again."))
    if export.state != State.DONE:
        raise errors.NotFound(_("There is no file yet."))
    permitting.require(actor, export.list_key)
    if export.rights != permitting.print_of(actor, export.token_scopes):
        raise errors.NotAllowed(_("This file was written with other rights than yours now. Export the list again."))
    events.record("export.fetched", export, at=at, **_told(export))
    for tally in tallies.tallies.values():
        tally.fetched(export.pk, at)
    return export


def tell(export: Export, message: str, *, at: datetime, **more: Any) -> None:
    """Say within an operation to its maker what became of an export that a worker wrote: he may be elsewhere by now."""
    told = {"name": sheet.title_of(export), **more}
    inbox.notify(
        [export.actor_id], kind="export", message=message, parameters=told, at=at, url=reverse("accounts:exports")
    )


def open_again(actor: User, export: Export) -> tuple[ExportList, Sheet]:
    """The list of an export as it was asked for, with what the actor may see now. Raises as ``start_export``."""
    entry = permitting.require(actor, export.list_key)
    return entry, entry.open(actor, Asked(QueryDict(export.query), export.created_at, export.columns))


def heading_of(entry: ExportList, actor: User, at: datetime) -> writing.Heading:
    """What a file says of itself."""
    return writing.Heading(title=str(entry.label), who=actor.name, at=at)


def _count(found: Sheet, limits: Limits) -> int:
    """How many rows a list has; an estimate only where it is far from the most that a file may have."""
    count, is_estimate = found.count(False)
    return found.count(True)[0] if is_estimate and count * 2 > settings.get(limits.most) else count


def too_many(count: int, form: str, limits: Limits) -> str:
    """What is said of more rows than a file may have; "" where they fit."""
    most = settings.get(limits.most)
    if count <= most:
        return ""
    if form == writing.PDF:
        words = _("These are %(count)s rows; a PDF may have %(most)s. Narrow the report, or take Excel or CSV.")
    else:
        words = _("These are %(count)s rows; a file may have %(most)s. Narrow the list first.")
    return words % {"count": f"{count:,}", "most": f"{most:,}"}


def _require_room(actor: User, fault: str, is_long: bool) -> None:
    if fault:
        raise errors.Invalid(fields={"query": [fault]})
    if is_long:  # of one person's that are to wait one after the other is counted
        list(User.objects.select_for_update(no_key=True).filter(pk=actor.pk).values_list("pk"))
    if queries.visible_to(actor).filter(state__in=queries.WAITING).count() >= MOST_WAITING:
        raise errors.Conflict(_("%(most)s of your exports are still being written.") % {"most": MOST_WAITING})


def _finish(export: Export, name: str, rows: int, size: int, at: datetime) -> None:
    export.state, export.finished_at = State.DONE, at
    export.expires_at = at + timedelta(days=settings.get("exports.keep_days"))
    export.rows, export.size, export.error = rows, size, ""
    export.file.name = name
    export.save(update_fields=["state", "finished_at", "expires_at", "rows", "size", "error", "file", "rights"])
    events.record("export.written", export, at=at, rows=rows, size=size, **_told(export))


def _tell_whom(export: Export, actor: User, counts: tallies.Counts | None, at: datetime) -> None:
    """Tell who keeps such a record whose data the file holds."""
    tallies.tell(
        counts,
        lambda found: tallies.Taken(
            actor=actor,
            what=export.list_key,
            title=sheet.title_of(export),
            form=export.form,
            door=export.door or ("page" if export.token_scopes is None else "api"),
            rows=export.rows or 0,
            counts=found,
            at=at,
            export_id=export.pk,
        ),
    )


def _told(export: Export) -> dict[str, Any]:
    """What the trail says of an export: the list, how it was narrowed, the columns."""
    return {
        "list": export.list_key,
        "form": export.form,
        "query": export.query,
        "condition": export.condition,
        "columns": export.columns,
    }
