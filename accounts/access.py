"""What a person may do and see, as one value loaded in one statement per request.

Roles add up: for a verb the widest scope counts; a field is hidden or masked only when every role
held says so. Nothing is remembered between requests: a revocation takes effect on the next one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection

from accounts.people.models import User
from accounts.roles.models import FieldRule, Scope
from common import prepared, stamps

_WIDTH = {Scope.OWN: 0, Scope.DEPARTMENT: 1, Scope.BELOW: 2, Scope.REGION: 3, Scope.ALL: 4}

# what is read of a person, as one JSON value; his id and department are given as SQL, so that it can ride along
RIGHTS = """
WITH held AS (
    SELECT r.id, r.by_condition FROM accounts_userrole ur JOIN accounts_role r ON r.id = ur.role_id
    WHERE ur.user_id = {user} AND r.is_active
), mine AS (SELECT path FROM accounts_department WHERE id = {department}
), region AS (
    SELECT d.path FROM accounts_department d, mine
    WHERE d.is_region AND mine.path LIKE d.path || '%%' ORDER BY length(d.path) DESC LIMIT 1
)
SELECT json_build_array(
    (SELECT count(*) FROM held),
    (SELECT json_agg(json_build_array(g.verb, g.scope)) FROM accounts_rolegrant g JOIN held ON held.id = g.role_id),
    (SELECT json_agg(json_build_array(f.field, f.effect)) FROM accounts_fieldrule f JOIN held ON held.id = f.role_id),
    (SELECT json_agg(d.id) FROM accounts_department d, mine WHERE d.path LIKE mine.path || '%%'),
    (SELECT json_agg(d.id) FROM accounts_department d, region WHERE d.path LIKE region.path || '%%'),
    (SELECT json_agg(u.id) FROM accounts_user u WHERE u.substitute_id = {user} AND NOT u.is_active),
    (SELECT CASE WHEN bool_or(by_condition) THEN (
        SELECT json_agg(json_build_array(g.verb, g.scope, CASE WHEN held.by_condition THEN held.id END))
        FROM accounts_rolegrant g JOIN held ON held.id = g.role_id
    ) END FROM held),
    (SELECT json_object_agg(s.kind, s.value) FROM common_stamp s)
)
"""
_SQL = RIGHTS.format(user="%(user)s", department="%(department)s")


@dataclass(frozen=True)
class Access:
    """The rights of one person at this moment."""

    user_id: int
    is_system: bool = False
    grants: dict[str, str] = field(default_factory=dict)
    effects: dict[str, str] = field(default_factory=dict)
    own_ids: frozenset[int] = frozenset()
    department_ids: frozenset[int] = frozenset()
    below_ids: frozenset[int] = frozenset()
    region_ids: frozenset[int] = frozenset()
    token_scopes: tuple[str, ...] | None = None
    # only of who holds a role that reaches by a condition (``accounts.reach``): verb → such roles, and the widest
    # scopes of his other roles
    by_condition: dict[str, frozenset[int]] = field(default_factory=dict)
    plain: dict[str, str] = field(default_factory=dict)
    reached: dict[Any, Any] = field(default_factory=dict, compare=False)  # what was looked up already
    tried_ids: frozenset[int] | None = None  # while somebody else is tried: his ``own_ids``, for rights alone

    @property
    def owner_ids(self) -> frozenset[int]:
        """Whose rows a right reaches that is held for one's own. ``own_ids`` is who asks: what somebody sees without
        a right, because he himself is meant, nobody sees who only tries him."""
        return self.own_ids if self.tried_ids is None else self.tried_ids

    def scope(self, verb: str) -> str | None:
        """The widest scope in which ``verb`` is held; None when it is not held at all."""
        if not self.admits(verb):
            return None
        return Scope.ALL if self.is_system else self.grants.get(verb)

    def admits(self, verb: str) -> bool:
        """Whether who asks could use ``verb`` at all: a token may be narrower than its person, and what somebody may do
        without a role (his own, what he is asked for, what he answers for) is not his token's where it is not named."""
        return self.token_scopes is None or any(_covers(given, verb) for given in self.token_scopes)

    def plain_scope(self, verb: str) -> str | None:
        """The widest scope that roles give which do not reach by a condition."""
        return self.plain.get(verb) if self.by_condition else self.scope(verb)

    def roles_by_condition(self, verb: str) -> frozenset[int]:
        """The roles that give ``verb`` and reach by a condition."""
        return self.by_condition.get(verb, frozenset())

    def departments(self, scope: str) -> frozenset[int]:
        """The departments that a scope between OWN and ALL reaches."""
        if scope == Scope.DEPARTMENT:
            return self.department_ids
        if scope == Scope.BELOW:
            return self.below_ids
        return self.region_ids or self.below_ids

    def effect(self, name: str) -> str:
        """ "" when the field is seen, else HIDE or MASK."""
        return "" if self.is_system else self.effects.get(name, "")


def _covers(given: str, verb: str) -> bool:
    return given == verb or (given.endswith(".*") and verb.startswith(given[:-1]))


def load(user: User) -> Access:
    """Read the rights of an active person; an inactive one has none."""
    if not user.is_active or user.is_system:
        return made_of(user, [])
    with connection.cursor() as cursor:
        prepared.execute(cursor, _SQL, {"user": user.pk, "department": user.department_id})
        return made_of(user, cursor.fetchone()[0])


def made_of(user: User, rights: Sequence[Any], token_scopes: tuple[str, ...] | None = None) -> Access:
    """The rights of a person out of what ``RIGHTS`` reads of him, narrowed to the scopes of a token."""
    if not user.is_active:
        return Access(user_id=user.pk)
    if user.is_system:
        stamps.forget()
        return Access(user_id=user.pk, is_system=True, own_ids=frozenset([user.pk]), token_scopes=token_scopes)
    role_count, grants, rules, below, region, substituted, each, changed = rights
    stamps.seen(changed or {})
    return Access(
        user_id=user.pk,
        grants=_widest(grants or []),
        effects=_effects(rules or [], role_count),
        own_ids=frozenset([user.pk, *(substituted or [])]),
        department_ids=frozenset(filter(None, [user.department_id])),
        below_ids=frozenset(below or []),
        region_ids=frozenset(region or []),
        token_scopes=token_scopes,
        by_condition=_by_condition(each or []),
        plain=_widest([[verb, scope] for verb, scope, role in each or [] if role is None]),
    )


def _widest(grants: list[list[str]]) -> dict[str, str]:
    result: dict[str, str] = {}
    for verb, scope in grants:
        if verb not in result or _WIDTH[Scope(scope)] > _WIDTH[Scope(result[verb])]:
            result[verb] = scope
    return result


def _by_condition(grants: list[list[Any]]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for verb, _scope, role in grants:
        if role is not None:
            found.setdefault(verb, set()).add(role)
    return {verb: frozenset(roles) for verb, roles in found.items()}


def _effects(rules: list[list[str]], role_count: int) -> dict[str, str]:
    by_field: dict[str, list[str]] = {}
    for name, effect in rules:
        by_field.setdefault(name, []).append(effect)
    mask, hide = FieldRule.Effect.MASK, FieldRule.Effect.HIDE
    return {name: mask if mask in effects else hide for name, effects in by_field.items() if len(effects) == role_count}


def narrow(user: User, token_scopes: Sequence[str] | None) -> None:
    """Let ``user`` act with what a token of his allows, as it was when he asked for something that is done later."""
    user._access = narrowed(of(user), token_scopes)  # type: ignore[attr-defined]


def narrowed(held: Access, token_scopes: Sequence[str] | None) -> Access:
    """The rights that a token of these scopes leaves of those of a person; None: all of them."""
    return replace(held, token_scopes=tuple(token_scopes) if token_scopes else None)


def of(user: User) -> Access:
    """The rights of ``user``, loaded once per user object, that is once per request."""
    cached = getattr(user, "_access", None)
    if cached is None:
        cached = user._access = load(user)  # type: ignore[attr-defined]
    return cached
