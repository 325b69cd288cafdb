"""What the ground floor does in the background: the table of jobs, searches for rows that are alike, the check of what
must hold."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Case, F, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import invariants, waking
from common.background import works
from common.background.works import Effect, Kind, Source, Verb, Work
from common.likeness import searching
from common.models import Job

DUPLICATES = "duplicates"
CHECK = "accounts.check_invariants"
State = Job.State


def rows() -> QuerySet[Any]:
    """All jobs; those whose kind names an archive as well are of one kind."""
    kind = Case(When(kind__startswith=f"{DUPLICATES}.", then=Value(DUPLICATES)), default=F("kind"))
    return Job.objects.defer("result").annotate(
        work_kind=kind, work_state=F("state"), asked_at=F("created_at"), ended_at=F("finished_at")
    )


def read(job: Any) -> Work:
    """A job as work."""
    return Work(
        kind=job.work_kind,
        source="job",
        id=job.pk,
        state=job.state,
        actor_id=job.actor_id,
        created_at=job.created_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        heartbeat_at=job.heartbeat_at,
        stage=job.stage,
        done=job.done,
        total=job.total,
        error=job.error,
    )


def _archives(found: Sequence[Work]) -> Mapping[int, tuple[str, str]]:
    names = dict(Job.objects.filter(pk__in=[one.id for one in found]).values_list("pk", "kind"))
    labels = {f"{DUPLICATES}.{key}": str(archive.label) for key, archive in searching.archives.items()}
    return {pk: (labels.get(name, name), "") for pk, name in names.items()}


def _search(work: Work, at: datetime) -> Effect:
    if _newer(work):
        return Effect(obstacle=_("This archive was searched again since."))
    return Effect(
        does=[_("The whole archive is compared again.")],
        keeps=[_("What people decided about pairs stays. Until the search is done, the pairs of the last one show.")],
    )


def _newer(work: Work) -> bool:
    job = Job.objects.only("kind").filter(pk=work.id).first()
    return job is None or Job.objects.filter(kind=job.kind, pk__gt=work.id).exists()


def _search_again(work: Work, at: datetime) -> None:
    works.requeue(work.id)
    waking.wake(searching.TASK)


def cancel_job(work: Work, at: datetime) -> None:
    """Leave a job that waits and holds nothing else."""
    waiting = Job.objects.filter(pk=work.id, state=State.QUEUED)
    if not waiting.update(state=State.CANCELLED, finished_at=at):
        raise works.too_late()


def _leave_search(work: Work, at: datetime) -> Effect:
    if work.state != State.QUEUED:
        return Effect(obstacle=_("It runs already and ends by itself."))
    return Effect(does=[_("The archive is not searched; it is again at night, or when somebody asks.")])


def _check(work: Work, at: datetime) -> Effect:
    if work.state == State.FAILED:
        return Effect(obstacle=_("A new check was asked for since."))
    return Effect(
        does=[_("Everything that must hold is checked anew, in the name of who asked.")],
        keeps=[_("A check reads only. The interrupted one is noted as failed.")],
    )


def _check_again(work: Work, at: datetime) -> None:
    broken_off = Job.objects.filter(pk=work.id, state=State.RUNNING)
    words = _("The work was interrupted.")
    if not broken_off.update(state=State.FAILED, error=words, finished_at=at):
        raise works.too_late()
    waking.wake(CHECK, work.actor_id or 0)


def register() -> None:
    """Called once from ``CommonConfig.ready``."""
    works.sources.register("job", Source(rows, read))
    works.kinds.register(
        DUPLICATES,
        Kind(
            label=gettext_lazy("Search for rows that are alike"),
            about=gettext_lazy("Whole archives compared for customers or products that are there twice"),
            again=Verb(_search, _search_again),
            cancel=Verb(_leave_search, cancel_job),
            told=_archives,
        ),
    )
    works.kinds.register(
        invariants.JOB_KIND,
        Kind(
            label=gettext_lazy("Check of what must hold"),
            about=gettext_lazy("Sums, stock, numbers, money and the trail, every night"),
            again=Verb(_check, _check_again),
            told=lambda found: {one.id: ("", reverse("admin:invariants")) for one in found},
            silent=invariants.LONGEST_RUN,
            comes_back=False,
        ),
    )
