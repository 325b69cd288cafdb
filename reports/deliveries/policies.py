"""Who sends reports by mail, and to whom (R257)."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from accounts import access
from accounts import policies as rights
from accounts.people import queries as people
from accounts.people.models import User
from common import errors
from reports.builder.policies import EXPORT, SHARE, VIEW
from reports.deliveries.models import ReportSchedule


def visible_to(actor: User) -> QuerySet[ReportSchedule]:
    """The schedules that are ``actor``'s, and those by which he gets a report."""
    rows = ReportSchedule.objects.all()
    if not rights.can(actor, VIEW):
        return rows.none()
    return rows.filter(Q(created_by__in=access.of(actor).own_ids) | Q(recipients=actor)).distinct()


def is_own(actor: User, schedule: ReportSchedule) -> bool:
    """Whether he set it up, or stands in for who did."""
    return schedule.created_by_id in access.of(actor).own_ids


def require_own(actor: User, schedule: ReportSchedule) -> None:
    """Raise NotAllowed unless ``is_own``."""
    if not is_own(actor, schedule):
        raise errors.NotAllowed(verb=EXPORT)


def require_sending(actor: User, recipients: Collection[int]) -> None:
    """Raise NotAllowed for who may not have reports sent to these people: to oneself is taking them away, to others
    is sharing them."""
    rights.require(actor, VIEW)
    rights.require(actor, EXPORT)
    if set(recipients) - {actor.pk}:
        rights.require(actor, SHARE)


def may_get(actor: User) -> QuerySet[User]:
    """The people to whom ``actor`` may have a report sent: who may see reports, and himself."""
    found = people.staff().filter(pk__in=people.holders(VIEW).values("pk"))
    return found if rights.can(actor, SHARE) else found.filter(pk=actor.pk)
