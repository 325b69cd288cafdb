"""Every read of roles and their rights."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.roles.models import FieldRule, Role, RoleGrant
from accounts.roles.verbs import every_sensitive_field, verbs
from common import errors


def list_roles() -> QuerySet[Role]:
    """All roles with the number of active people who hold them; shipped ones first, as shipped."""
    count = Count("holders", filter=Q(holders__user__is_active=True))
    return Role.objects.annotate(holder_count=count).order_by("-is_shipped", "id")


def get_role(code: str) -> Role:
    """A role by code. Raises NotFound."""
    role = Role.objects.filter(code=code).first()
    if role is None:
        raise errors.NotFound()
    return role


def codes_of(user_id: int) -> list[str]:
    """The codes of the roles a person holds, retired ones left out."""
    held = Role.objects.filter(holders__user_id=user_id, is_active=True)
    return list(held.order_by("id").values_list("code", flat=True))


def held_by(user_id: int) -> list[Role]:
    """The roles a person holds, retired ones left out."""
    return list(Role.objects.filter(holders__user_id=user_id, is_active=True).order_by("id"))


def grants_of(role: Role) -> dict[str, str]:
    """Verb → scope of a role."""
    return dict(RoleGrant.objects.filter(role=role).values_list("verb", "scope"))


def field_rules_of(role: Role) -> dict[str, str]:
    """Field → effect of a role."""
    return dict(FieldRule.objects.filter(role=role).values_list("field", "effect"))


@dataclass(frozen=True)
class MatrixRow:
    """A verb or field with what each role of the matrix has of it, in the order of the roles."""

    key: str
    label: Any
    cells: list[str]


@dataclass(frozen=True)
class Matrix:
    """All rights of all roles: groups of rows over columns of roles."""

    roles: list[Role]
    groups: list[tuple[Any, list[MatrixRow]]]
    field_groups: list[tuple[Any, list[MatrixRow]]]


def matrix() -> Matrix:
    """The matrix of verbs and fields over all active roles, as it stands in the database."""
    roles = list(Role.objects.filter(is_active=True).order_by("-is_shipped", "id"))
    granted = {(role, verb): scope for role, verb, scope in RoleGrant.objects.values_list("role_id", "verb", "scope")}
    ruled = {(role, name): effect for role, name, effect in FieldRule.objects.values_list("role_id", "field", "effect")}
    return Matrix(roles, _group(verbs, roles, granted), _group(every_sensitive_field(), roles, ruled))


def _group(registry: Any, roles: list[Role], found: dict[tuple[int, str], str]) -> list[tuple[Any, list[MatrixRow]]]:
    groups: dict[str, tuple[Any, list[MatrixRow]]] = {}
    for key, entry in registry.items():
        row = MatrixRow(key, entry.label, [found.get((role.pk, key), "") for role in roles])
        groups.setdefault(str(entry.group), (entry.group, []))[1].append(row)
    return list(groups.values())
