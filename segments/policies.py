"""Whose a saved condition is: who may use it, and who may change it (SEMANTICS 5)."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts import access, policies
from accounts.people.models import Department, User
from common import errors
from segments.fields import visible_keys
from segments.models import Segment
from segments.uses import Use

CREATE, SHARE = "segment.create", "segment.share"
Audience = Segment.Audience


def visible_to(actor: User) -> QuerySet[Segment]:
    """His own, those of his department and of the departments above it, the company's, and those that he may change.

    One that names a field which he may not see in full is not his: its count alone would tell him of it.
    """
    mine = Q(audience=Audience.PERSON, owner__in=access.of(actor).own_ids)
    shared = Q(audience=Audience.COMPANY) | Q(audience=Audience.DEPARTMENT, department__in=_above(actor))
    if policies.can(actor, SHARE):
        managed = policies.visible(Segment.objects.all(), actor, SHARE, department="department")
        shared |= Q(audience=Audience.DEPARTMENT, pk__in=managed.values("pk"))
    known = visible_keys(actor)
    return Segment.objects.filter(mine | shared, is_active=True, fields__contained_by=known)


def _above(actor: User) -> list[int]:
    """The keys of the actor's department and of those above it."""
    if actor.department_id is None:
        return []
    path = Department.objects.filter(pk=actor.department_id).values_list("path", flat=True).first() or ""
    return [int(key) for key in path.split("/") if key]


def can_change(actor: User, segment: Segment) -> bool:
    """Whether ``actor`` may change or remove it: its owner, or who shares in that department or the company."""
    return _may_hold(actor, segment.audience, segment.owner_id, segment.department_id)


def require_holder(actor: User, audience: str, owner_id: int | None, department_id: int | None) -> None:
    """Raise NotAllowed unless ``actor`` may keep a condition for this audience."""
    if not _may_hold(actor, audience, owner_id, department_id):
        verb = CREATE if audience == Audience.PERSON else SHARE
        policies.require(actor, verb)
        raise errors.NotAllowed(_("You may not share conditions with them."), verb=verb)


def _may_hold(actor: User, audience: str, owner_id: int | None, department_id: int | None) -> bool:
    if audience == Audience.PERSON:
        return policies.can(actor, CREATE, owners=[owner_id])
    departments = [department_id] if audience == Audience.DEPARTMENT else []
    return policies.can(actor, SHARE, departments=departments)


def require_uses(actor: User, standing: Iterable[tuple[Use, list[str]]]) -> None:
    """Raise NotAllowed unless ``actor`` holds the right of everything that stands on a condition."""
    for use, _names in standing:
        if use.verb:
            policies.require(actor, use.verb)
