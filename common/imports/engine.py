"""The passes over an import: dry run and commit. Rights are asked by the operations that call this.

A dry run stages the files and checks every row against the database without touching a business table.
A commit writes everything that was taken in one short set-based transaction, or nothing.
"""

import time
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from common import errors, events, locks, operation, settings
from common.imports import keys, sandbox, staging
from common.imports.batch import Batch, Tell, silent
from common.imports.models import ImportFile, ImportIssue, ImportRow, ImportRun
from common.imports.problems import REFUSED
from common.imports.profile import Profile, parse
from common.imports.targets import importers

_LABEL_INSERTS = "SELECT set_config('orders.bulk', %s, true)"  # one trail row for what a statement inserts


def limits() -> sandbox.Limits:
    """What reading may use, by the company's settings."""
    return sandbox.Limits(
        rows=settings.get("imports.max_rows"),
        unpacked=settings.get("imports.max_unpacked_mb") << 20,
        memory=settings.get("imports.memory_mb") << 20,
        seconds=settings.get("imports.seconds"),
    )


def dry_run(run: ImportRun, *, actor: Any, at: datetime, tell: Tell = silent) -> None:
    """Read, stage and check a run; leaves it CHECKED with its summary and issues, or REFUSED with a reason."""
    profile = parse(run.profile_text)
    files = list(run.files.all())
    run.mode, run.source, run.profile_name = profile.mode, profile.source, profile.name
    started = time.monotonic()
    try:
        _assign_files(profile, files)
        run.fingerprint = profile.fingerprint(file.sha256 for file in files if file.alias)
        run.repeats = done_before(run)
        staging.stage(run, profile, files, limits(), tell)
    except sandbox.ReadingFailed as error:
        run.state = ImportRun.State.REFUSED
        run.error = {"code": error.code, "file": error.file, "parameters": error.parameters}
        run.checked_at = at
        operation.in_operation(actor.pk, run.save)
        return
    _report_unused(run, files)
    batch = Batch(run.pk, actor, at, profile, tell)
    _prepare(batch)
    run.summary = _check(batch)
    run.summary["seconds"] = round(time.monotonic() - started, 1)
    run.state = ImportRun.State.CHECKED
    run.error = {}
    run.checked_at = at
    operation.in_operation(actor.pk, run.save)


def done_before(run: ImportRun) -> ImportRun | None:
    """The committed run with the same files and profile, if there is one."""
    return (
        ImportRun.objects.filter(fingerprint=run.fingerprint, state=ImportRun.State.DONE, repeats=None)
        .exclude(pk=run.pk)
        .first()
    )


def _assign_files(profile: Profile, files: list[ImportFile]) -> None:
    for file in files:
        file.alias = profile.alias_of(file.name)
    given = {file.alias for file in files}
    for alias, spec in profile.files.items():
        if alias not in given and not spec.is_optional:
            raise sandbox.ReadingFailed("no_such_file", None, {"alias": f"{alias} ({spec.name})"})


def _report_unused(run: ImportRun, files: list[ImportFile]) -> None:
    ImportIssue.objects.bulk_create(
        ImportIssue(run=run, severity="DOUBTFUL", file=file.sequence, code="unused_file", value=file.name)
        for file in files
        if not file.alias
    )


def _prepare(batch: Batch) -> None:
    for entity in batch.entities:
        prepare = importers[entity].prepare
        if prepare is not None:
            prepare(batch)


def _check(batch: Batch) -> dict[str, Any]:
    with transaction.atomic():
        batch.open()
        for number, entity in enumerate(batch.entities):
            batch.tell(f"checking {entity}", number, len(batch.entities))
            if batch.mode not in importers[entity].modes:
                _refuse_mode(batch, entity)
                continue
            keys.check_keys(batch, entity)
            importers[entity].check(batch)
        for entity in batch.entities:
            if (finish := importers[entity].finish) is not None:
                finish(batch)
        summary = _summary(batch)
        batch.close_check()
    return {**summary, **_counts(batch)}


def _refuse_mode(batch: Batch, entity: str) -> None:
    batch.report_where(entity, "not_for_mode", "true", words="'mode', %(mode)s", mode=batch.mode)


def _summary(batch: Batch) -> dict[str, Any]:
    figures = {
        entity: summarise(batch)
        for entity in batch.entities
        if (summarise := importers[entity].summarise) is not None and batch.mode in importers[entity].modes
    }
    return {"figures": figures, "ambiguous": batch.notes.get("ambiguous", {})}


def _counts(batch: Batch) -> dict[str, Any]:
    verdicts: dict[str, dict[str, int]] = {}
    for entity, verdict, count in batch.rows(
        "SELECT entity, verdict, count(*) FROM common_importrow WHERE run_id = %(run)s GROUP BY 1, 2"
    ):
        counts = verdicts.setdefault(entity, {"taken": 0, "skipped": 0, "refused": 0})
        counts[ImportRow.Verdict(verdict).name.lower()] = count
    issues = batch.rows(
        "SELECT entity, code, severity, count(*) FROM common_importissue WHERE run_id = %(run)s"
        " GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2"
    )
    return {
        "rows": verdicts,
        "issues": [{"entity": e, "code": c, "severity": s, "count": n} for e, c, s, n in issues],
        "refused": sum(n for _e, _c, s, n in issues if s == REFUSED),
        "doubtful": sum(n for _e, _c, s, n in issues if s == "DOUBTFUL"),
    }


def commit(run: ImportRun, *, actor: Any, at: datetime, tell: Tell = silent) -> ImportRun:
    """Write what the dry run took; all or nothing. The same files with the same profile change nothing.

    Raises Conflict when the run is not ready, Busy while another import is being written, ChangedSince when
    the database no longer is as the dry run found it.
    """
    if run.state not in (ImportRun.State.CHECKED, ImportRun.State.COMMIT_QUEUED, ImportRun.State.COMMITTING):
        raise errors.WrongState(_("This import is not ready: look at its report first."), status=run.state)
    result: ImportRun = operation.in_operation(actor.pk, lambda: _commit(run, actor, at, tell))
    staging.clear_rows(result)
    return result


def _commit(run: ImportRun, actor: Any, at: datetime, tell: Tell) -> ImportRun:
    if not locks.take(locks.Lock.WRITE_IMPORT):
        raise errors.Busy(_("Another import is being written. Try again when it is done."))
    with connection.cursor() as cursor:
        cursor.execute(_LABEL_INSERTS, [f"import {run.pk}"])
        cursor.execute("SET LOCAL work_mem = '64MB'; SET LOCAL lock_timeout = '30s'")
    run.repeats = done_before(run)
    run.state = ImportRun.State.DONE
    run.committed_at = at
    if run.repeats is None:
        profile = parse(run.profile_text)
        batch = Batch(run.pk, actor, at, profile, tell)
        batch.open()
        locks_of = (importers[entity].lock for entity in batch.entities)
        for lock in dict.fromkeys(hook for hook in locks_of if hook is not None):
            lock(batch)
        written = {}
        for number, entity in enumerate(batch.entities):
            tell(f"writing {entity}", number, len(batch.entities))
            importers[entity].commit(batch)
            written[entity] = batch.notes.get("written", {}).get(entity, 0)
        run.summary = {**run.summary, "written": written}
        with connection.cursor() as cursor:
            cursor.execute(_LABEL_INSERTS, [""])  # events are trailed one by one
        events.record("import.committed", run, at=at, number=f"#{run.pk}", written=written, source=run.source)
    run.save()
    return run
