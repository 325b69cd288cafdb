"""Rules that are applied or tried on everything, for people who run the house (docs/adr/0127)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import waking
from common.background import own, works
from common.background.works import Effect, Kind, Verb, Work
from common.models import Job
from segments.classification import previewing, queries, recomputing


def _apply(work: Work, at: datetime) -> Effect:
    if queries.active().job_id != work.id:
        return Effect(obstacle=_("Other rules are in force since; those are applied instead."))
    return Effect(
        does=[_("What other rules classified is classified by those in force: %(left)s rows.") % {"left": _left(work)}],
        keeps=[_("It goes on where it stopped; what is classified by these rules already is not touched again.")],
    )


def _left(work: Work) -> str:
    return f"{max(work.total - work.done, 0):,}"


def _apply_again(work: Work, at: datetime) -> None:
    if queries.hold_active().job_id != work.id:
        raise works.too_late()
    works.requeue(work.id, done=work.done)
    waking.wake(recomputing.JOB)


def _preview(work: Work, at: datetime) -> Effect:
    if not _stands(work):
        return Effect(obstacle=_("The draft was changed, put in force or given up since."))
    return Effect(
        does=[_("What the draft would change is worked out again, from the first row.")],
        keeps=[_("Nothing of the data changes by it.")],
    )


def _stands(work: Work) -> bool:
    draft = queries.draft()
    job = previewing.job_of(draft) if draft else None
    return job is not None and job.pk == work.id


def _preview_again(work: Work, at: datetime) -> None:
    works.requeue(work.id)
    waking.wake(previewing.JOB)


def _leave(work: Work, at: datetime) -> Effect:
    if work.state != Job.State.QUEUED:
        return Effect(obstacle=_("It runs already and ends by itself."))
    return Effect(does=[_("It is not worked out; whoever keeps the rules can ask again.")])


def register() -> None:
    """Called once from this room's wiring."""

    def page(found: Sequence[Work]) -> Mapping[int, tuple[str, str]]:
        return {one.id: ("", reverse("classification:version-list")) for one in found}

    works.kinds.register(
        recomputing.JOB,
        Kind(
            label=gettext_lazy("Classifying again by new rules"),
            about=gettext_lazy("After rules came into force: everything that others classified"),
            again=Verb(_apply, _apply_again),
            told=page,
        ),
    )
    works.kinds.register(
        previewing.JOB,
        Kind(
            label=gettext_lazy("What a draft of rules would change"),
            about=gettext_lazy("A look at everything that is classified, before rules come into force"),
            again=Verb(_preview, _preview_again),
            cancel=Verb(_leave, own.cancel_job),
            told=page,
        ),
    )
