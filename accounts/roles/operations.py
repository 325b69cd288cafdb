"""Roles, their rights and field rules are changed here, in effect on everybody's next request (R292–R296)."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts import policies, reach
from accounts.people.models import User
from accounts.roles import guard
from accounts.roles.models import FieldRule, Role, RoleGrant
from accounts.roles.verbs import every_sensitive_field, sensitive_fields, verbs
from common import editing, errors, events
from common.operation import operation

_CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")


@operation
def create_role(*, actor: User, code: str, name: str, at: datetime, description: str = "", like: str = "") -> Role:
    """A new role: with the rights and field rules of the role ``like``, or without rights, and texts that are sensitive
    masked until somebody decides otherwise (R308). Raises NotAllowed, Invalid."""
    policies.require(actor, "role.manage")
    role = Role(code=code.strip())
    if not _CODE.fullmatch(role.code):
        raise errors.Invalid(fields={"code": [_("2 to 40 of the letters a-z, digits and underscore.")]})
    source = Role.objects.filter(code=like).first() if like else None
    if like and source is None:
        raise errors.Invalid(fields={"like": [_("There is no role “%(code)s”.") % {"code": like}]})
    _fill(role, {"name": name, "description": description})
    role.by_condition = source is not None and source.by_condition
    _insert(role)
    if source is not None:
        grants = source.grants.values_list("verb", "scope")
        rules = source.field_rules.values_list("field", "effect")
        RoleGrant.objects.bulk_create([RoleGrant(role=role, verb=verb, scope=scope) for verb, scope in grants])
        FieldRule.objects.bulk_create([FieldRule(role=role, field=name, effect=effect) for name, effect in rules])
        if source.by_condition:
            for one in reach.reaches.values():
                one.copy(source, role)
    else:
        _mask_texts(role)
    events.record("permission.role_created", role, at=at, number=role.code, like=like)
    return role


def _mask_texts(role: Role) -> None:
    masked = [name for name, field in sensitive_fields.items() if field.is_text]
    mask = FieldRule.Effect.MASK
    FieldRule.objects.bulk_create([FieldRule(role=role, field=name, effect=mask) for name in masked])


@operation
def update_role(
    *,
    actor: User,
    role_id: int,
    changes: dict[str, Any],
    at: datetime,
    grants: Mapping[str, str] | None = None,
    rules: Mapping[str, str] | None = None,
    shown: Mapping[str, Any] | None = None,
) -> Role:
    """Change name, description or is_active (a retired role gives no rights), and with them the named rights
    and field rules.

    ``shown``: what stood there, under the name of the column, verb or field, when the actor changed it. Raises
    NotFound, Invalid, Stale where something else is stored by now, Conflict.
    """
    policies.require(actor, "role.manage")
    unknown = set(changes) - {"name", "description", "is_active"}
    if unknown:
        raise errors.Invalid(fields={name: [_("This cannot be changed here.")] for name in unknown})
    with guard.keep_an_administrator():
        role = _lock(role_id)
        editing.require_shown(role, changes, shown)
        before = {name: getattr(role, name) for name in changes}
        _fill(role, changes)
        if changes:
            role.save(update_fields=list(changes))
    changed = {name: [before[name], getattr(role, name)] for name in changes if before[name] != getattr(role, name)}
    if changed:
        events.record("permission.role_updated", role, at=at, number=role.code, changes=changed)
    if grants:
        set_grants(actor=actor, role_id=role_id, grants=grants, shown=shown, at=at)
    if rules:
        set_field_rules(actor=actor, role_id=role_id, rules=rules, shown=shown, at=at)
    return role


@operation
def set_grants(
    *, actor: User, role_id: int, grants: Mapping[str, str], at: datetime, shown: Mapping[str, Any] | None = None
) -> Role:
    """Grant, narrow, widen or ("" as scope) take away the named verbs, within the scopes they offer; others stay as
    they are.

    Raises NotAllowed, NotFound, Invalid, Stale where another scope is stored by now than was ``shown``, Conflict
    when nobody could manage roles any more.
    """
    policies.require(actor, "role.manage")
    offered = {verb: {"", *verbs[verb].offered} for verb in grants if verb in verbs}
    wrong = [verb for verb, scope in grants.items() if scope not in offered.get(verb, ())]
    if wrong:
        raise errors.Invalid(fields={verb: [_("There is no such right or scope.")] for verb in wrong})
    with guard.keep_an_administrator():
        role = _lock(role_id)
        held = dict(role.grants.values_list("verb", "scope"))
        stored = {verb: held.get(verb, "") for verb in grants}
        editing.require_unchanged(stored, grants, shown, labels={verb: verbs[verb].label for verb in grants})
        changed = {verb: scope for verb, scope in grants.items() if stored[verb] != scope}
        role.grants.filter(verb__in=[verb for verb, scope in changed.items() if not scope]).delete()
        RoleGrant.objects.bulk_create(
            [RoleGrant(role=role, verb=verb, scope=scope) for verb, scope in changed.items() if scope],
            update_conflicts=True,
            unique_fields=["role", "verb"],
            update_fields=["scope"],
        )
    if changed:
        told = {verb: [held.get(verb, ""), scope] for verb, scope in sorted(changed.items())}
        events.record("permission.granted", role, at=at, number=role.code, grants=told)
    return role


@operation
def set_field_rules(
    *, actor: User, role_id: int, rules: Mapping[str, str], at: datetime, shown: Mapping[str, Any] | None = None
) -> Role:
    """Hide or mask (texts only) the named sensitive fields for a role, or ("" as effect) show them in full.

    Raises NotAllowed, NotFound, Invalid, Stale where another effect is stored by now than was ``shown``."""
    policies.require(actor, "role.manage")
    fields = every_sensitive_field()
    known = {name: {"", *fields[name].effects} for name in rules if name in fields}
    wrong = [name for name, effect in rules.items() if effect not in known.get(name, ())]
    if wrong:
        raise errors.Invalid(fields={name: [_("There is no such field or effect.")] for name in wrong})
    role = _lock(role_id)
    held = dict(role.field_rules.values_list("field", "effect"))
    stored = {name: held.get(name, "") for name in rules}
    editing.require_unchanged(stored, rules, shown, labels={name: fields[name].label for name in rules})
    changed = {name: effect for name, effect in rules.items() if stored[name] != effect}
    role.field_rules.filter(field__in=[name for name, effect in changed.items() if not effect]).delete()
    FieldRule.objects.bulk_create(
        [FieldRule(role=role, field=name, effect=effect) for name, effect in changed.items() if effect],
        update_conflicts=True,
        unique_fields=["role", "field"],
        update_fields=["effect"],
    )
    if changed:
        told = {name: [held.get(name, ""), effect] for name, effect in sorted(changed.items())}
        events.record("permission.fields_ruled", role, at=at, number=role.code, fields=told)
    return role


@operation
def set_reach(*, actor: User, role_id: int, by_condition: bool, at: datetime) -> Role:
    """Say that a role reaches rows by a condition, which the app that keeps it writes in the same transaction, or (not)
    by the scopes of its rights. Raises NotAllowed, NotFound."""
    policies.require(actor, "role.manage")
    role = _lock(role_id)
    if role.by_condition != by_condition:
        role.by_condition = by_condition
        role.save(update_fields=["by_condition"])
    return role


def _lock(role_id: int) -> Role:
    role = Role.objects.select_for_update(no_key=True).filter(pk=role_id).first()
    if role is None:
        raise errors.NotFound()
    return role


def _insert(role: Role) -> None:
    try:
        with transaction.atomic():
            role.save(force_insert=True)
    except IntegrityError as error:
        raise errors.Invalid(fields={"code": [_("Another role has this code.")]}) from error


def _fill(role: Role, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(role, name, value.strip() if isinstance(value, str) else value)
    if not role.name or len(role.name) > 60:
        raise errors.Invalid(fields={"name": [_("Enter a name of at most 60 characters.")]})
