"""The department tree. ``path`` holds the ids from the root and is kept by these operations alone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Concat, Length, Substr
from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.people import queries
from accounts.people.models import Department, User
from common import editing, errors, events, stamps
from common.operation import operation

_EDITABLE = ("code", "name", "kind", "head_id", "is_region", "is_active", "parent_id")


@operation
def create_department(
    *,
    actor: User,
    code: str,
    name: str,
    kind: str,
    at: datetime,
    parent_id: int | None = None,
    head_id: int | None = None,
    is_region: bool = False,
) -> Department:
    """A new department below ``parent_id``, or at the root. Raises NotAllowed, Invalid."""
    policies.require(actor, "user.manage", departments=[parent_id])
    tree = _lock_tree()
    if parent_id is not None and parent_id not in tree:
        raise errors.Invalid(fields={"parent_id": [_("Choose a department that exists.")]})
    department = Department(parent_id=parent_id)
    _fill(department, {"code": code, "name": name, "kind": kind, "head_id": head_id, "is_region": is_region}, tree)
    department.save(force_insert=True)
    department.path = _path_below(tree.get(parent_id), department)
    department.save(update_fields=["path"])
    stamps.touch(queries.STAMP)
    events.record("department.created", department, at=at, number=department.code)
    return department


@operation
def update_department(
    *,
    actor: User,
    department_id: int,
    changes: dict[str, Any],
    at: datetime,
    shown: Mapping[str, Any] | None = None,
) -> Department:
    """Change code, name, kind, head_id, is_region or is_active of a department; another parent_id moves it.

    ``shown``: what stood there when the actor changed it. Raises NotFound, Invalid, Stale where something else is
    stored by now, Conflict when an active department or person still hangs on a closed one.
    """
    department, tree = _lock_one(actor, department_id)
    unknown = set(changes) - set(_EDITABLE)
    if unknown:
        raise errors.Invalid(fields={name: [_("This cannot be changed here.")] for name in unknown})
    editing.require_shown(department, changes, shown)
    if "parent_id" in changes:
        changes = dict(changes)
        department = move_department(
            actor=actor, department_id=department_id, parent_id=changes.pop("parent_id"), at=at
        )
    closing = department.is_active and changes.get("is_active") is False
    if closing and (
        any(row.parent_id == department.pk and row.is_active for row in tree.values())
        or department.members.filter(is_active=True).exists()
    ):
        raise errors.Conflict(_("There are still people or departments in it. Move them first."))
    before = {name: getattr(department, name) for name in changes}
    _fill(department, changes, tree)
    if changes:
        department.save(update_fields=list(changes))
    changed = sorted(name for name in changes if getattr(department, name) != before[name])
    if changed:
        stamps.touch(queries.STAMP)
        events.record("department.updated", department, at=at, number=department.code, fields=changed)
    return department


@operation
def move_department(*, actor: User, department_id: int, parent_id: int | None, at: datetime) -> Department:
    """Hang a department with everything below it under another one, or at the root (None).

    Changes what the scopes "department and below" and "region" reach. Raises NotFound, Invalid (a loop).
    """
    department, tree = _lock_one(actor, department_id)
    policies.require(actor, "user.manage", departments=[parent_id])
    parent = tree.get(parent_id)
    if parent_id is not None and parent is None:
        raise errors.Invalid(fields={"parent_id": [_("Choose a department that exists.")]})
    if parent is not None and parent.path.startswith(department.path):
        raise errors.Invalid(fields={"parent_id": [_("A department cannot hang below itself.")]})
    if department.parent_id == parent_id:
        return department
    old = department.path
    department.parent_id = parent_id
    department.path = _path_below(parent, department)
    department.save(update_fields=["parent", "path"])
    moved = Department.objects.filter(path__startswith=old).exclude(pk=department.pk)
    moved.update(path=Concat(Value(department.path), Substr(F("path"), Length(Value(old)) + 1)))
    stamps.touch(queries.STAMP)
    events.record("department.moved", department, at=at, number=department.code, path=department.path)
    return department


def _lock_tree() -> dict[int | None, Department]:
    """All departments, locked in order: they are few, and two moves at once could make a loop."""
    return {row.pk: row for row in Department.objects.select_for_update(no_key=True).order_by("pk")}


def _lock_one(actor: User, department_id: int) -> tuple[Department, dict[int | None, Department]]:
    tree = _lock_tree()
    if department_id not in tree:
        raise errors.NotFound()
    policies.require(actor, "user.manage", departments=[department_id])
    return tree[department_id], tree


def _path_below(parent: Department | None, department: Department) -> str:
    return f"{parent.path if parent else '/'}{department.pk}/"


def _fill(department: Department, values: dict[str, Any], tree: dict[int | None, Department]) -> None:
    for name, value in values.items():
        setattr(department, name, value.strip() if isinstance(value, str) else value)
    faults: dict[str, list[Any]] = {}
    if not department.name:
        faults["name"] = [_("Enter the name.")]
    if not department.code:
        faults["code"] = [_("Enter the code.")]
    elif any(row.code == department.code and row.pk != department.pk for row in tree.values()):
        faults["code"] = [_("Another department has this code.")]
    if department.kind not in Department.Kind.values:
        faults["kind"] = [_("Choose one of those offered.")]
    for name, limit in (("code", 20), ("name", 80)):
        if len(getattr(department, name)) > limit:
            faults[name] = [_("No more than %(n)s characters.") % {"n": limit}]
    if faults:
        raise errors.Invalid(fields=faults)
    if values.get("head_id"):
        queries.get_active_person(values["head_id"], "head_id")
