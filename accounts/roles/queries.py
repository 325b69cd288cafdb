"""Every read of roles and their rights."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import translation

from accounts.roles.models import FieldRule, Role, RoleGrant
from accounts.roles.verbs import every_sensitive_field, verbs
from common import errors, text


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
    """A verb or field with what each role of the matrix has of it, in the order of the roles. ``standard``: what a
    shipped role came with where it has something else by now, else None."""

    key: str
    label: Any
    cells: list[str]
    standard: list[str | None]

    @property
    def pairs(self) -> list[tuple[str, str | None]]:
        """Cells with their standards."""
        return list(zip(self.cells, self.standard, strict=True))


@dataclass(frozen=True)
class Matrix:
    """All rights of all roles: groups of rows over columns of roles."""

    roles: list[Role]
    groups: list[tuple[Any, list[MatrixRow]]]
    field_groups: list[tuple[Any, list[MatrixRow]]]


def matrix(words: str = "", *, differs: bool = False) -> Matrix:
    """The matrix of verbs and fields over all active roles, as it stands in the database: of rows that contain the
    words, in either language, by their code or in pinyin; ``differs``: of those where a shipped role is not as it came.
    """
    roles = list(Role.objects.filter(is_active=True).order_by("-is_shipped", "id"))
    granted = {(role, verb): scope for role, verb, scope in RoleGrant.objects.values_list("role_id", "verb", "scope")}
    ruled = {(role, name): effect for role, name, effect in FieldRule.objects.values_list("role_id", "field", "effect")}
    wanted = text.fold(words).split()
    tables = (_group(one, roles, found, wanted, differs) for one, found in _tables(granted, ruled))
    return Matrix(roles, *tables)


def _tables(granted: Any, ruled: Any) -> list[tuple[Any, Any]]:
    return [(verbs, granted), (every_sensitive_field(), ruled)]


def _group(
    registry: Any, roles: list[Role], found: dict[tuple[int, str], str], wanted: list[str], differs: bool
) -> list[tuple[Any, list[MatrixRow]]]:
    groups: dict[str, tuple[Any, list[MatrixRow]]] = {}
    for key, entry in registry.items():
        cells = [found.get((role.pk, key), "") for role in roles]
        came = [str(entry.defaults.get(role.code, "")) if role.is_shipped else None for role in roles]
        standard = [None if one in (None, cell) else one for one, cell in zip(came, cells, strict=True)]
        is_wanted = not differs or any(one is not None for one in standard)
        if is_wanted and (not wanted or _contains(key, entry, wanted)):
            row = MatrixRow(key, entry.label, cells, standard)
            groups.setdefault(str(entry.group), (entry.group, []))[1].append(row)
    return list(groups.values())


def _contains(key: str, entry: Any, wanted: list[str]) -> bool:
    said = [key]
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            said += [str(entry.label), str(entry.group)]
    known = text.search_text(*said)
    return all(word in known for word in wanted)
