"""Who keeps, finds and takes reports away."""

from django.db.models import Q, QuerySet

from accounts import access, policies
from accounts.people.models import User
from common import errors
from reports.builder.models import SavedReport, Sharing

VIEW, EXPORT, SHARE = "report.view", "report.export", "report.share"


def visible_to(actor: User) -> QuerySet[SavedReport]:
    """The kept reports that ``actor`` finds: his own, his department's and those above it, everybody's. Whoever opens
    one gets the figures of his own rights."""
    rows = SavedReport.objects.filter(is_active=True)
    if not policies.can(actor, VIEW):
        return rows.none()
    shared = Q(sharing=Sharing.EVERYBODY)
    path = actor.department.path if actor.department else ""
    if path:
        above = [path[:end] for end in range(1, len(path) + 1)]
        shared |= Q(sharing=Sharing.DEPARTMENT, department__path__in=above)
    return rows.filter(Q(owner=actor) | shared)


def is_own(actor: User, report: SavedReport) -> bool:
    """Whether he may change it: it is his, or nobody's and he keeps those of the company."""
    return report.owner_id in access.of(actor).own_ids or (report.owner_id is None and policies.can(actor, SHARE))


def require_own(actor: User, report: SavedReport) -> None:
    """Raise NotAllowed unless ``is_own``."""
    if not is_own(actor, report):
        raise errors.NotAllowed(verb=SHARE)


def require_sharing(actor: User, sharing: str) -> None:
    """Raise NotAllowed for who may not put a report before others."""
    policies.require(actor, VIEW)
    if sharing != Sharing.PRIVATE:
        policies.require(actor, SHARE)
