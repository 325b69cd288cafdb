"""Imports, for people who run the house: read or written again after a failure, or left (docs/adr/0127)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.people.models import User
from common import errors, events, waking
from common.background import works
from common.background.works import Effect, Kind, Verb, Work
from common.imports.models import ImportRun
from common.models import Job
from orders.intake.imports import operations, permitting

State = ImportRun.State


def _runs(found: Sequence[Work]) -> Mapping[int, tuple[str, str]]:
    rows = ImportRun.objects.filter(job__in=[one.id for one in found]).prefetch_related("files")
    told = {}
    for row in rows:
        names = ", ".join(file.name for file in row.files.all())
        words = f"#{row.pk} {row.profile_name} {names}".strip()[:160]
        told[row.job_id or 0] = (words, reverse("imports:run-detail", args=[row.pk]))
    return told


def _run_of(work: Work, state: str) -> ImportRun | None:
    """The import that waits in this state for what the job was to do, if it is still this job's."""
    return ImportRun.objects.filter(job=work.id, state=state).first()


def _fault(run: ImportRun | None, at: datetime) -> str:
    """Why it cannot be done again: somebody went on with it, its files are gone, its person may no longer."""
    if run is None:
        return _("Somebody went on with this import, or discarded it.")
    if any(file.file.name and not default_storage.exists(file.file.name) for file in run.files.all()):
        return _("Its files are not kept any more. They must be uploaded anew.")
    starter = User.objects.filter(pk=run.actor_id, is_active=True).first()
    if starter is None:
        return _("The person who asked for this is not active any more.")
    try:
        permitting.require(starter, run.profile_text, at)
    except errors.DomainError as error:
        return f"{starter.name}: {error}"
    return ""


def _read(work: Work, at: datetime) -> Effect:
    if fault := _fault(_run_of(work, State.FAILED), at):
        return Effect(obstacle=fault)
    return Effect(
        does=[_("The files are read again from their first row and checked; the report is made anew.")],
        keeps=[_("Nothing is imported by it: the person who uploaded the files decides that afterwards.")],
    )


def _write(work: Work, at: datetime) -> Effect:
    if fault := _fault(_run_of(work, State.CHECKED), at):
        return Effect(obstacle=fault)
    return Effect(
        does=[_("The checked rows are imported: all of them or none, in the name of who started it.")],
        keeps=[_("The try that failed left nothing behind. What another run imported meanwhile is not doubled.")],
        warning=_("The rows were checked %(when)s. What changed since is checked again while they are written.")
        % {"when": work.created_at.strftime("%Y-%m-%d")},
    )


def _begin(work: Work, was: str, becomes: str, at: datetime) -> None:
    run = ImportRun.objects.select_for_update(no_key=True, of=("self",)).filter(job=work.id, state=was).first()
    if run is None:
        raise works.too_late()
    works.requeue(work.id)
    run.state, run.error = becomes, {}
    run.save(update_fields=["state", "error"])
    waking.wake(work.kind, run.pk)


def _leave_reading(work: Work, at: datetime) -> Effect:
    if _run_of(work, State.QUEUED) is None:
        return Effect(obstacle=_("It runs already and ends by itself."))
    return Effect(does=[_("The files are not read. Who uploaded them can give the profile again, or discard them.")])


def _leave_writing(work: Work, at: datetime) -> Effect:
    if _run_of(work, State.COMMIT_QUEUED) is None:
        return Effect(obstacle=_("It runs already and ends by itself."))
    return Effect(does=[_("Nothing is imported. The import is checked as before; its person can ask again.")])


def _end(work: Work, was: str, becomes: str, at: datetime) -> None:
    run = ImportRun.objects.select_for_update(no_key=True, of=("self",)).filter(job=work.id, state=was).first()
    if run is None:
        raise works.too_late()
    run.state = becomes
    run.save(update_fields=["state"])
    Job.objects.filter(pk=work.id).update(state=Job.State.CANCELLED, finished_at=at)
    events.record("import.stopped", run, at=at, number=f"#{run.pk}")


def register() -> None:
    """Called once from this room's wiring."""
    works.kinds.register(
        operations.CHECK_JOB,
        Kind(
            label=gettext_lazy("Dry run of an import"),
            about=gettext_lazy("Files that are read and checked before anything is imported"),
            again=Verb(_read, lambda work, at: _begin(work, State.FAILED, State.QUEUED, at)),
            cancel=Verb(_leave_reading, lambda work, at: _end(work, State.QUEUED, State.FAILED, at)),
            told=_runs,
        ),
    )
    works.kinds.register(
        operations.COMMIT_JOB,
        Kind(
            label=gettext_lazy("Import"),
            about=gettext_lazy("Checked files that are written into the system"),
            again=Verb(_write, lambda work, at: _begin(work, State.CHECKED, State.COMMIT_QUEUED, at)),
            cancel=Verb(_leave_writing, lambda work, at: _end(work, State.COMMIT_QUEUED, State.CHECKED, at)),
            told=_runs,
        ),
    )
