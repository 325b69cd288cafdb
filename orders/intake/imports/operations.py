"""An import from upload to commit, by a person with the right to import (R058, R063).

The two passes over a run (dry run and commit) stand in ``passes``.
"""

import hashlib
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import dates, errors, events, settings, upload_limits, uploads, waking
from common.imports import profile, sandbox, staging
from common.imports.models import ImportFile, ImportProfile, ImportRun
from common.models import Job
from common.operation import in_operation, operation
from orders.intake.imports import batching, permitting, queries

VERB = permitting.RUN
MAX_FILES = 40
State = ImportRun.State
CHECK_JOB, COMMIT_JOB = "orders.check_import", "orders.commit_import"


def start_import(*, actor: User, files: Iterable[UploadedFile], at: datetime, profile_text: str = "") -> ImportRun:
    """Take files in for an import; with a profile the dry run begins at once, else the profile comes next.

    Raises NotAllowed, Invalid (no file, a file too large, more than the actor may bring a day, a profile that cannot be
    used), Conflict (see ``permitting``). What was stored of the files goes when the operation fails.
    """
    given = list(files)
    with uploads.removed_on_failure() as written:
        return in_operation(actor.pk, lambda: _start(actor, given, profile_text, at, written))


def _start(
    actor: User, files: list[UploadedFile], profile_text: str, at: datetime, written: list[FieldFile]
) -> ImportRun:
    rights.require(actor, VERB)
    limit = settings.get("imports.max_file_mb") << 20
    if not files or len(files) > MAX_FILES:
        raise errors.Invalid(fields={"files": [_("Choose between 1 and %(most)s files.") % {"most": MAX_FILES}]})
    for file in files:
        if (file.size or 0) > limit:
            words = {"name": file.name, "limit": limit >> 20}
            raise errors.Invalid(fields={"files": [_("%(name)s is larger than %(limit)s MB.") % words]})
    sizes = [file.size or 0 for file in files]
    uploads.require_room(sum(sizes))
    upload_limits.take(actor, sizes, at=at, field="files")
    run = ImportRun.objects.create(actor_id=actor.pk, created_at=at)
    for sequence, file in enumerate(files):
        row = ImportFile(
            run=run, sequence=sequence, name=Path(file.name or "file").name[:200], size=file.size or 0,
            sha256=_hash(file),
        )  # fmt: skip
        written.append(row.file)
        row.file.save(uuid.uuid4().hex, file, save=False)  # on disk under a name nobody chose
        row.save(force_insert=True)
    events.record("import.started", run, at=at, number=f"#{run.pk}", files=[file.name for file in files])
    if profile_text:
        _use_profile(actor, run, profile_text, at)
    return run


def start_batch_entry(*, actor: User, file: UploadedFile, at: datetime) -> ImportRun:
    """Take in a workbook of batch entry and begin its dry run; the orders become drafts when it is imported.

    Raises like ``start_import``, and Invalid where the file is not made from the sheet, naming what it lacks.
    """
    run = start_import(actor=actor, files=[file], at=at)
    (found,) = look_into(actor=actor, run_id=run.pk)
    columns = [str(name) for name in found.facts.get("columns", ())]
    language = batching.language_of(columns)
    if language is None:
        discard_import(actor=actor, run_id=run.pk, at=at)
        raise errors.Invalid(fields={"file": [_not_the_sheet(columns)]})
    source = f"{batching.PROFILE}-{found.sha256[:16]}"
    text = batching.profile_of(columns, language, source=source, day=dates.business_day(at))
    return use_profile(actor=actor, run_id=run.pk, text=text, at=at)


def _not_the_sheet(columns: Sequence[str]) -> str:
    lacking = min((batching.missing(columns, language) for language in batching.LANGUAGES), key=len)
    return _("This is not a filled-in sheet: it lacks %(columns)s.") % {"columns": ", ".join(lacking)}


@operation
def start_local_import(*, actor: User, paths: Iterable[Path], profile_text: str, at: datetime) -> ImportRun:
    """Take files that lie on this machine, where they lie: for the command. Raises like ``start_import``."""
    parsed = permitting.require(actor, profile_text, at)
    run = ImportRun.objects.create(
        actor_id=actor.pk, created_at=at, profile_text=profile_text, profile_name=parsed.name, state=State.QUEUED
    )
    for sequence, path in enumerate(paths):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        ImportFile.objects.create(
            run=run, sequence=sequence, name=path.name[:200], path=str(path.resolve()), size=path.stat().st_size,
            sha256=digest,
        )  # fmt: skip
    events.record("import.started", run, at=at, number=f"#{run.pk}", files=[file.name for file in run.files.all()])
    return run


def look_into(*, actor: User, run_id: int, layouts: Mapping[str, dict[str, Any]] | None = None) -> list[ImportFile]:
    """The files of a run with their columns and first rows: the reading child looks into them the first time, and
    when they are to be read in another way (``layouts``: name pattern → sheet, header row …), outside any
    transaction; what it found is kept. Raises NotFound."""
    run = queries.get_run(actor=actor, run_id=run_id)
    files = list(run.files.all())
    unseen = []
    for file in files:
        wanted = queries.layout_of(file, layouts) if layouts is not None else file.facts.get("layout", {})
        if not {"columns", "failed"} & file.facts.keys() or file.facts.get("layout", {}) != wanted:
            file.facts = {"layout": wanted} if wanted else {}
            unseen.append(file)
    if unseen:
        found = sandbox.peek(unseen, queries.PEEK)
        for file in unseen:
            keep = ("columns", "rows", "sheets", "failed")
            facts = found.get(file.sequence, {"failed": "out_of_limits"})
            file.facts |= {("sample" if name == "rows" else name): facts[name] for name in keep if name in facts}
        in_operation(actor.pk, lambda: ImportFile.objects.bulk_update(unseen, ["facts"]))
    return files


@operation
def use_profile(*, actor: User, run_id: int, text: str, at: datetime, save: bool = False) -> ImportRun:
    """Give a run its profile and begin the dry run; ``save`` keeps the profile under its name.

    Raises NotFound, NotAllowed, WrongState once it was committed, Invalid naming each wrong place.
    """
    rights.require(actor, VERB)
    run = queries.lock_run(actor=actor, run_id=run_id)
    if run.state in (State.READING, State.COMMIT_QUEUED, State.COMMITTING, State.DONE, State.DISCARDED):
        raise errors.WrongState(_("This import takes no other profile any more."), status=run.state, possible=[])
    _use_profile(actor, run, text, at)
    if save:
        save_profile(actor=actor, text=text, at=at)
    return run


@operation
def save_profile(*, actor: User, text: str, at: datetime) -> ImportProfile:
    """Keep a profile under its name, in place of an older one. Raises NotAllowed, Invalid."""
    rights.require(actor, VERB)
    parsed = profile.parse(text)
    row, _is_new = ImportProfile.objects.update_or_create(
        name=parsed.name, defaults={"title": parsed.title, "text": text, "actor_id": actor.pk, "updated_at": at}
    )
    events.record("import.profile_saved", row, at=at, number=row.name)
    return row


@operation
def request_commit(*, actor: User, run_id: int, at: datetime) -> ImportRun:
    """Have a checked run written by a worker. Raises NotFound, NotAllowed, WrongState, Conflict."""
    rights.require(actor, VERB)
    run = queries.lock_run(actor=actor, run_id=run_id)
    permitting.require(actor, run.profile_text, at)
    if run.state != State.CHECKED:
        raise errors.WrongState(_("This import is not ready: look at its report first."), status=run.state, possible=[])
    run.state = State.COMMIT_QUEUED
    _enqueue(run, COMMIT_JOB, at)
    return run


@operation
def discard_import(*, actor: User, run_id: int, at: datetime) -> ImportRun:
    """Drop an import that was not written; its staged rows go, its report stays. Raises NotFound, WrongState."""
    rights.require(actor, VERB)
    run = queries.lock_run(actor=actor, run_id=run_id)
    if run.state in (State.READING, State.COMMITTING, State.COMMIT_QUEUED, State.DONE):
        raise errors.WrongState(_("This import cannot be discarded any more."), status=run.state, possible=[])
    run.state = State.DISCARDED
    run.save(update_fields=["state"])
    staging.clear_rows(run)
    events.record("import.discarded", run, at=at, number=f"#{run.pk}")
    return run


@operation
def note_report(*, actor: User, run_id: int, form: str, at: datetime) -> None:
    """Say in the trail that the report left the house: it quotes the files. Raises NotFound."""
    run = queries.get_run(actor=actor, run_id=run_id)
    events.record("import.report_exported", run, at=at, number=f"#{run.pk}", form=form)


def _use_profile(actor: User, run: ImportRun, text: str, at: datetime) -> None:
    parsed = permitting.require(actor, text, at)
    run.profile_text, run.profile_name = text, parsed.name
    run.state, run.error = State.QUEUED, {}
    _enqueue(run, CHECK_JOB, at)


def _enqueue(run: ImportRun, task: str, at: datetime) -> None:
    run.job = Job.objects.create(kind=task, actor_id=run.actor_id, parameters={"run": run.pk}, created_at=at)
    run.save()
    waking.wake(task, run.pk)


def _hash(file: Any) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
