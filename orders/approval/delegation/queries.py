"""Reads of delegations: who decides for whom, and when."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Q, QuerySet

from accounts import access
from accounts.people import queries as people
from accounts.people.models import User
from common import dates, errors
from common.keyset import Sort
from orders.approval.delegation.models import Delegation

SORTS = {"last_day": Sort("last_day"), "id": Sort("pk")}


def running(on: date) -> QuerySet[Delegation]:
    """Those that hold on a business day."""
    return Delegation.objects.filter(ended_at=None, first_day__lte=on, last_day__gte=on)


def delegators_of(user: User, at: datetime) -> QuerySet:
    """The keys of the people for whom ``user`` decides: as a subquery."""
    own = access.of(user).own_ids
    return running(dates.business_day(at)).filter(delegate__in=own).values("delegator_id")


def delegates_of(person_id: int, at: datetime, *, but: Collection[int] = ()) -> list[int]:
    """The keys of those who decide for a person."""
    rows = running(dates.business_day(at)).filter(delegator=person_id).exclude(delegate__in=list(but))
    return list(rows.values_list("delegate_id", flat=True).distinct())


def visible_to(actor: User) -> QuerySet[Delegation]:
    """His own, in either part, and those of the people whom he manages; the latest first."""
    own = Q(delegator=actor) | Q(delegate=actor)
    managed = people.managed_by(actor).values("pk")
    rows = Delegation.objects.filter(own | Q(delegator__in=managed))
    return rows.select_related("delegator", "delegate", "created_by", "ended_by")


def get_delegation(actor: User, delegation_id: int) -> Delegation:
    """One of them. Raises NotFound."""
    row = visible_to(actor).filter(pk=delegation_id).first()
    if row is None:
        raise errors.NotFound()
    return row


def lock(*, actor: User, delegation_id: int) -> Delegation:
    """One of them under lock. Raises NotFound."""
    rows = visible_to(actor).filter(pk=delegation_id).select_related(None)
    found = rows.select_for_update(no_key=True, of=("self",)).first()
    if found is None:
        raise errors.NotFound()
    return found


def state_of(row: Delegation, today: date) -> str:
    """How a delegation stands on a day: running, later, over or ended."""
    if row.ended_at is not None:
        return "ended"
    if row.last_day < today:
        return "over"
    return "later" if row.first_day > today else "running"
