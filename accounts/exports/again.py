"""Exports that a worker writes, for people who run the house: written again after a failure, or left (docs/adr/0127).

The file stays its maker's: it is written with his rights, and goes to nobody else.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import access
from accounts.exports import operations, permitting, queries, sheet
from accounts.people.models import User
from common import errors, events, waking
from common.background import works
from common.background.works import Effect, Kind, Verb, Work
from common.exports.models import Export
from common.models import Job

State = Export.State


def _exports(found: Sequence[Work]) -> Mapping[int, tuple[str, str]]:
    rows = Export.objects.filter(job__in=[one.id for one in found])
    return {row.job_id: (f"{sheet.title_of(row)} · {row.form}", "") for row in rows if row.job_id}


def _again(work: Work, at: datetime) -> Effect:
    export = Export.objects.filter(job=work.id).first()
    if export is None or export.state != State.FAILED:
        return Effect(obstacle=_("Its maker deleted it, or it is written already."))
    maker = User.objects.filter(pk=export.actor_id, is_active=True).first()
    if maker is None:
        return Effect(obstacle=_("The person who asked for this is not active any more."))
    access.narrow(maker, export.token_scopes)
    try:
        permitting.require(maker, export.list_key)
    except errors.DomainError as error:
        return Effect(obstacle=f"{maker.name}: {error}")
    return Effect(
        does=[
            _("The file is written from its first row, as the data and the rights of %(who)s are now.")
            % {"who": maker.name},
            _("%(who)s gets a message when it is there; nobody else gets it.") % {"who": maker.name},
        ],
        keeps=[_("Nothing of the data changes. There is one file in the end, not two.")],
    )


def _write_again(work: Work, at: datetime) -> None:
    export = Export.objects.select_for_update(no_key=True).filter(job=work.id, state=State.FAILED).first()
    if export is None:
        raise works.too_late()
    export.state, export.error, export.finished_at = State.QUEUED, "", None
    export.save(update_fields=["state", "error", "finished_at"])
    works.requeue(work.id)
    waking.wake(operations.JOB, export.pk)


def _leave(work: Work, at: datetime) -> Effect:
    if not Export.objects.filter(job=work.id, state__in=queries.WAITING).exists():
        return Effect(obstacle=_("It is over already."))
    return Effect(does=[_("The file is not written; what was begun of it goes. Its maker can ask for it again.")])


def _cancel(work: Work, at: datetime) -> None:
    rows = Export.objects.select_for_update(no_key=True).filter(job=work.id, state__in=queries.WAITING)
    export = rows.first()
    if export is None:
        raise works.too_late()
    export.state, export.finished_at = State.CANCELLED, at
    export.save(update_fields=["state", "finished_at"])
    queries.job_of(export).update(state=Job.State.CANCELLED, finished_at=at)
    events.record("export.cancelled", export, at=at, list=export.list_key, form=export.form)


def register() -> None:
    """Called once from ``AccountsConfig.ready``."""
    works.kinds.register(
        operations.JOB,
        Kind(
            label=gettext_lazy("Export of a long list"),
            about=gettext_lazy("Lists and reports that people take away as a file"),
            again=Verb(_again, _write_again),
            cancel=Verb(_leave, _cancel),
            told=_exports,
        ),
    )
