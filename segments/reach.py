"""Which orders the roles reach whose reach is a saved condition: what ``accounts.policies`` asks (ADR 0019)."""

from collections.abc import Collection
from functools import reduce
from operator import or_

from django.db.models import Q

from accounts.roles.models import Role
from common import clock, dates
from segments import queries
from segments.fields import Level
from segments.models import RoleScope

NOTHING = Q(pk__in=[])


def orders_of_roles(role_ids: Collection[int]) -> Q:
    """The orders that these roles reach today: those of their conditions, over all fields, whatever their holder
    sees of them. A role without its condition reaches none."""
    today = dates.business_day(clock.now())
    scopes = queries.role_scopes().filter(role__in=role_ids, segment__is_active=True)
    each = [queries.condition_for_rule(scope.segment).narrow(Level.ORDER, today) for scope in scopes]
    return reduce(or_, each, NOTHING)


def print_of_roles(role_ids: Collection[int]) -> str:
    """Which conditions, at which revision, these roles reach orders by."""
    scopes = queries.role_scopes().filter(role__in=role_ids).order_by("role")
    return " ".join(f"{scope.role_id}:{scope.segment_id}/{scope.segment.revision}" for scope in scopes)


def named(role_ids: Collection[int]) -> dict[int, str]:
    """The names of the conditions by which these roles reach orders."""
    scopes = queries.role_scopes().filter(role__in=role_ids, segment__is_active=True)
    return {scope.role_id: str(scope.segment) for scope in scopes}


def copy_scope(source: Role, role: Role) -> None:
    """A role that is made like another one reaches the same orders."""
    scope = RoleScope.objects.filter(role=source).first()
    if scope is not None:
        RoleScope.objects.create(role=role, segment_id=scope.segment_id)
