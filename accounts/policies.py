"""The one place that decides who may do what to which rows, and who sees which field.

Every app's own policies are written with these four: ``can``, ``require``, ``visible``, ``effect``.
There is no way to skip them: the machine acts as a named system user.
"""

from collections.abc import Collection, Iterable
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts import access, reach
from accounts.people.models import User
from accounts.roles.models import FieldRule, Scope
from accounts.roles.verbs import every_sensitive_field, sensitive_fields, verbs
from common import errors

M = TypeVar("M", bound=Model)
STANDING_IN, CONDITION = "STANDING_IN", "CONDITION"  # grounds that are no scope


def can(
    actor: User,
    verb: str,
    *,
    owners: Iterable[int | None] | None = None,
    departments: Iterable[int | None] | None = None,
    row: Model | None = None,
) -> bool:
    """Whether ``actor`` may do ``verb`` to a row with these owners and departments; ``row`` itself is given where
    roles may reach its kind by a condition (``accounts.reaches``).

    With neither given the question is whether the verb is held in any scope.
    """
    return bool(ground(actor, verb, owners=owners, departments=departments, row=row))


def ground(
    actor: User,
    verb: str,
    *,
    owners: Iterable[int | None] | None = None,
    departments: Iterable[int | None] | None = None,
    row: Model | None = None,
) -> str:
    """The same with its reason: the scope that reaches the row (of who stands in for its owner: STANDING_IN), CONDITION
    where a role reaches it by one, the scope held where no row is asked about; "" for no."""
    rights = access.of(actor)
    scope = rights.scope(verb)
    if scope is None:
        return ""
    if row is not None and rights.by_condition and (roles := reach.roles_of(rights, verb, type(row))):
        found = _reached(rights, rights.plain_scope(verb), owners, departments)
        return found or (CONDITION if reach.holds(rights, roles, row) else "")
    return _reached(rights, scope, owners, departments)


def _reached(
    rights: access.Access,
    scope: str | None,
    owners: Iterable[int | None] | None,
    departments: Iterable[int | None] | None,
) -> str:
    if scope is None:
        return ""
    if scope == Scope.ALL or (owners is None and departments is None):
        return scope
    if own := rights.owner_ids.intersection(filter(None, owners or ())):
        return Scope.OWN if rights.user_id in own else STANDING_IN
    if scope == Scope.OWN:
        return ""
    return scope if rights.departments(scope).intersection(filter(None, departments or ())) else ""


def require(
    actor: User,
    verb: str,
    *,
    owners: Iterable[int | None] | None = None,
    departments: Iterable[int | None] | None = None,
    row: Model | None = None,
) -> None:
    """Raise NotAllowed unless ``can``. KeyError for a verb nobody registered: a typing mistake is a bug."""
    label = verbs[verb].label
    if not can(actor, verb, owners=owners, departments=departments, row=row):
        raise errors.NotAllowed(_("Your role does not include “%(verb)s”.") % {"verb": label}, verb=verb)


def visible(
    queryset: QuerySet[M], actor: User, verb: str, *, owners: Collection[str] = (), department: str = ""
) -> QuerySet[M]:
    """The rows of ``queryset`` on which ``actor`` holds ``verb``; ``owners`` and ``department`` name
    the columns (lookup paths) that carry the owning people and the department."""
    rights = access.of(actor)
    scope = rights.scope(verb)
    condition = Q()
    if scope is not None and rights.by_condition and (roles := reach.roles_of(rights, verb, queryset.model)):
        scope, condition = rights.plain_scope(verb), reach.rows(rights, roles, queryset.model)
    if scope == Scope.ALL:
        return queryset
    if scope is not None:
        for column in owners:
            condition |= Q(**{f"{column}__in": rights.owner_ids})
        if scope != Scope.OWN and department:
            condition |= Q(**{f"{department}__in": rights.departments(scope)})
    return queryset.filter(condition) if condition else queryset.none()


def reaches_all(actor: User, verb: str, model: type[Model]) -> bool:
    """Whether ``actor`` holds ``verb`` on every row of a model, so that nothing need be narrowed."""
    rights = access.of(actor)
    scope = rights.scope(verb)
    return (rights.plain_scope(verb) if scope and reach.roles_of(rights, verb, model) else scope) == Scope.ALL


def effect(actor: User, field: str) -> str:
    """How ``actor`` sees a sensitive field: "" in full, MASK (texts only), or HIDE."""
    how = access.of(actor).effect(field)
    if not how:
        return how
    known = sensitive_fields.get(field) or every_sensitive_field()[field]
    return how if how in known.effects else FieldRule.Effect.HIDE


def shown(actor: User, field: str, value: object) -> object:
    """``value`` as the actor may see it: itself, masked text, or None when hidden."""
    how = effect(actor, field)
    if how == FieldRule.Effect.HIDE:
        return None
    return mask(str(value)) if how == FieldRule.Effect.MASK and value not in (None, "") else value


def mask(text: str) -> str:
    """Keep the ends of a text: 13812342217 → 138****2217."""
    if len(text) <= 2:
        return "*" * len(text)
    keep = min(4, (len(text) + 1) // 3)
    head = min(3, keep)
    return f"{text[:head]}****{text[-keep:]}"
