"""Every read of exports that a door makes: each person his own, nobody another's."""

from django.db.models import QuerySet

from accounts.people.models import User
from common import errors, keyset
from common.exports.models import Export
from common.models import Job

SORTS = {"created": keyset.Sort("pk")}
WAITING = (Export.State.QUEUED, Export.State.RUNNING)


def visible_to(user: User) -> QuerySet[Export]:
    """What the person exported."""
    return Export.objects.filter(actor_id=user.pk).select_related("job")


def list_exports(*, actor: User) -> QuerySet[Export]:
    """One's exports, for a keyset page by SORTS."""
    return visible_to(actor)


def get_export(*, actor: User, export_id: int) -> Export:
    """An export of the actor's own. Raises NotFound."""
    export = visible_to(actor).filter(pk=export_id).first()
    if export is None:
        raise errors.NotFound()
    return export


def lock_export(*, actor: User, export_id: int) -> Export:
    """The same, locked."""
    export = visible_to(actor).select_for_update(no_key=True, of=("self",)).filter(pk=export_id).first()
    if export is None:
        raise errors.NotFound()
    return export


def is_wanted(export: Export) -> bool:
    """Whether a worker that took an export up should go on with it: nobody cancelled it or took it up again."""
    rows = Export.objects.filter(pk=export.pk, state=Export.State.RUNNING, attempts=export.attempts)
    return rows.exists()


def job_of(export: Export) -> QuerySet[Job]:
    """The job that people watch; none of an export that was written at once."""
    return Job.objects.filter(pk=export.job_id or 0)
