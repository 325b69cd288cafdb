"""An import from upload to commit, by a person with the right to import (R058, R063).

The passes themselves are the engine's (``common.imports.engine``): they run in a worker or a command,
each in transactions of its own, and act as the person who started the import.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import errors, events, settings, waking
from common.imports import engine, profile, staging
from common.imports.batch import Tell, silent
from common.imports.models import ImportFile, ImportProfile, ImportRun
from common.imports.targets import importers
from common.models import Job
from common.operation import operation
from orders.intake.imports import queries

VERB = "import.run"
MAX_FILES = 40
State = ImportRun.State
CHECK_JOB, COMMIT_JOB = "orders.check_import", "orders.commit_import"


@operation
def start_import(*, actor: User, files: Iterable[UploadedFile], at: datetime, profile_text: str = "") -> ImportRun:
    """Take files in for an import; with a profile the dry run begins at once, else the profile comes next.

    Raises NotAllowed, Invalid (no file, a file too large, a profile that cannot be used).
    """
    rights.require(actor, VERB)
    files = list(files)
    limit = settings.get("imports.max_file_mb") << 20
    if not files or len(files) > MAX_FILES:
        raise errors.Invalid(fields={"files": [_("Choose between 1 and %(most)s files.") % {"most": MAX_FILES}]})
    for file in files:
        if (file.size or 0) > limit:
            words = {"name": file.name, "limit": limit >> 20}
            raise errors.Invalid(fields={"files": [_("%(name)s is larger than %(limit)s MB.") % words]})
    run = ImportRun.objects.create(actor_id=actor.pk, created_at=at)
    for sequence, file in enumerate(files):
        ImportFile.objects.create(
            run=run, sequence=sequence, name=Path(file.name or "file").name[:200], file=file, size=file.size or 0,
            sha256=_hash(file),
        )  # fmt: skip
    events.record("import.started", run, at=at, number=f"#{run.pk}", files=[file.name for file in files])
    if profile_text:
        _use_profile(actor, run, profile_text, at)
    return run


def start_local_import(*, actor: User, paths: Iterable[Path], profile_text: str, at: datetime) -> ImportRun:
    """Take files that lie on this machine, where they lie: for the command. Raises like ``start_import``."""
    rights.require(actor, VERB)
    parsed = _require_profile(actor, profile_text)
    with transaction.atomic():
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
    return run


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
    """Have a checked run written by a worker. Raises NotFound, NotAllowed, WrongState."""
    rights.require(actor, VERB)
    run = queries.lock_run(actor=actor, run_id=run_id)
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


def check_import(*, actor: User, run_id: int, at: datetime, tell: Tell = silent) -> ImportRun:
    """The dry run itself, as the person who started the import. Raises NotFound, NotAllowed, WrongState."""
    run = _claim(actor, run_id, (State.QUEUED, State.CHECKED, State.REFUSED, State.FAILED), State.READING, at)
    try:
        _require_profile(actor, run.profile_text)
        engine.dry_run(run, actor=actor, at=at, tell=tell)
    except BaseException:
        ImportRun.objects.filter(pk=run.pk, state=State.READING).update(state=State.FAILED)
        raise
    return run


def commit_import(*, actor: User, run_id: int, at: datetime, tell: Tell = silent) -> ImportRun:
    """Write a checked run: all or nothing, once. Raises NotFound, NotAllowed, WrongState, Busy, Conflict; then
    the run is checked as before."""
    run = _claim(actor, run_id, (State.CHECKED, State.COMMIT_QUEUED), State.COMMITTING, at)
    try:
        _require_profile(actor, run.profile_text)
        return engine.commit(run, actor=actor, at=at, tell=tell)
    except BaseException:
        ImportRun.objects.filter(pk=run.pk, state=State.COMMITTING).update(state=State.CHECKED)
        raise


def forget_old(*, at: datetime) -> int:
    """Drop what imports that nobody committed for days (setting) have staged, and the uploads of all imports
    of that age: hash, report and what was written stay. Returns how many imports were discarded."""
    line = at - timedelta(days=settings.get("imports.keep_days"))
    unused = (State.NEW, State.CHECKED, State.REFUSED, State.FAILED)
    runs = list(ImportRun.objects.filter(state__in=unused, created_at__lt=line))
    for run in runs:
        staging.clear_rows(run)
        ImportRun.objects.filter(pk=run.pk).update(state=State.DISCARDED)
    ended = (State.DONE, State.DISCARDED)
    for file in ImportFile.objects.filter(run__state__in=ended, run__created_at__lt=line).exclude(file=""):
        file.file.delete(save=False)
        ImportFile.objects.filter(pk=file.pk).update(file="")
    return len(runs)


def _claim(actor: User, run_id: int, allowed: tuple[str, ...], state: str, at: datetime) -> ImportRun:
    rights.require(actor, VERB)
    with transaction.atomic():
        run = queries.lock_run(actor=actor, run_id=run_id)
        if run.state not in allowed:
            raise errors.WrongState(_("This import is not waiting for that."), status=run.state, possible=[])
        run.state = state
        run.save(update_fields=["state"])
    return run


def _use_profile(actor: User, run: ImportRun, text: str, at: datetime) -> None:
    parsed = _require_profile(actor, text)
    run.profile_text, run.profile_name = text, parsed.name
    run.state, run.error = State.QUEUED, {}
    _enqueue(run, CHECK_JOB, at)


def _enqueue(run: ImportRun, task: str, at: datetime) -> None:
    run.job = Job.objects.create(kind=task, actor_id=run.actor_id, parameters={"run": run.pk}, created_at=at)
    run.save()
    waking.wake(task, run.pk)


def _require_profile(actor: User, text: str) -> profile.Profile:
    """The checked profile, when the actor may write what it brings. Raises Invalid, NotAllowed."""
    parsed = profile.parse(text)
    for entity in parsed.entities:
        if verb := importers[entity].verb:
            rights.require(actor, verb)
    return parsed


def _hash(file: Any) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
