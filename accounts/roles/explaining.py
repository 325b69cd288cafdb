"""What a person can do and see, and why: the answers of ``accounts.policies`` with the roles behind them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import CharField, Model
from django.utils.translation import gettext as _

from accounts import access, policies, reach
from accounts.collaboration import subjects
from accounts.people.models import Department, User
from accounts.roles import queries
from accounts.roles.models import FieldRule, Role, RoleGrant, Scope
from accounts.roles.verbs import every_sensitive_field, verbs
from common import dates
from common.models import Event
from common.registry import Registry


@dataclass(frozen=True)
class Standing:
    """Something beside his roles by which a person may do more: in words, with the days it holds (None: open)."""

    text: str
    since: date | None = None
    until: date | None = None


# key -> callable(person, at): what a floor above knows of that, as for decisions that somebody gave to him
standings: Registry[Callable[[User, datetime], Iterable[Standing]]] = Registry("accounts.standings")


@dataclass(frozen=True)
class Held:
    """A role of a person, since when, and the condition that stands in place of its scopes ("" for none)."""

    role: Role
    since: datetime | None
    condition: str = ""


@dataclass(frozen=True)
class Given:
    """What one role gives of a right; ``decides``: it is this one that counts."""

    role: Role
    scope: str
    condition: str
    decides: bool


@dataclass(frozen=True)
class VerbRow:
    """A right: the scope in which it is held ("" for not) and what gives it. ``condition``: the names of those that
    stand in place of the scope where rows are reached by conditions ("" where the scope is what it says)."""

    key: str
    label: Any
    scope: str
    given: list[Given]
    condition: str = ""


@dataclass(frozen=True)
class FieldRow:
    """A sensitive field: its effect ("" for shown), the roles that keep it from him, and those that show it."""

    key: str
    label: Any
    effect: str
    keep: list[tuple[Role, str]]
    show: list[Role]


@dataclass
class Picture:
    """Everything a person can do and see."""

    person: User
    roles: list[Held]
    departments: dict[str, list[Department]]
    standings: list[Standing]
    groups: list[tuple[Any, list[VerbRow]]] = field(default_factory=list)
    field_groups: list[tuple[Any, list[FieldRow]]] = field(default_factory=list)


def picture(person: User, at: datetime) -> Picture:
    """What ``person`` can do and see at this moment, as his own next request would find it."""
    rights = access.load(person)
    person._access = rights  # type: ignore[attr-defined]
    roles = queries.held_by(person.pk)
    conditions = conditions_of(roles)
    found = Picture(
        person,
        [
            Held(role, since, conditions.get(role.pk, ""))
            for role, since in zip(roles, _since(person, roles), strict=True)
        ],
        _departments(rights),
        _standings(person, at),
    )
    granted: dict[str, list[tuple[Role, str]]] = {}
    by_key = {role.pk: role for role in roles}
    for role_id, verb, scope in RoleGrant.objects.filter(role__in=roles).values_list("role_id", "verb", "scope"):
        granted.setdefault(verb, []).append((by_key[role_id], scope))
    found.groups = _grouped(verbs, lambda key, one: _verb(person, key, one, granted.get(key, []), conditions))
    kept: dict[str, list[tuple[Role, str]]] = {}
    for role_id, name, effect in FieldRule.objects.filter(role__in=roles).values_list("role_id", "field", "effect"):
        kept.setdefault(name, []).append((by_key[role_id], effect))
    found.field_groups = _grouped(every_sensitive_field(), lambda key, one: _field(person, key, one, kept, roles))
    return found


def _verb(person: User, key: str, one: Any, given: list[tuple[Role, str]], conditions: Mapping[int, str]) -> VerbRow:
    scope = policies.ground(person, key)
    rows = [Given(role, of, conditions.get(role.pk, ""), of == scope) for role, of in given]
    names = {row.condition for row in rows if row.condition}
    is_plain = any(row.scope == Scope.ALL and not row.condition for row in rows)
    condition = "" if is_plain else ", ".join(sorted(names))
    return VerbRow(key, one.label, scope, sorted(rows, key=lambda row: not row.decides), condition)


def _field(person: User, key: str, one: Any, kept: Mapping[str, list[tuple[Role, str]]], roles: list[Role]) -> FieldRow:
    keep = kept.get(key, [])
    keeping = {role.pk for role, _effect in keep}
    return FieldRow(key, one.label, policies.effect(person, key), keep, [one for one in roles if one.pk not in keeping])


def _grouped(registry: Any, make: Callable[[str, Any], Any]) -> list[tuple[Any, list[Any]]]:
    groups: dict[str, tuple[Any, list[Any]]] = {}
    for key, entry in registry.items():
        groups.setdefault(str(entry.group), (entry.group, []))[1].append(make(key, entry))
    return list(groups.values())


def conditions_of(roles: Iterable[Role]) -> dict[int, str]:
    """The name of the condition of each of these that reaches by one."""
    ids = frozenset(role.pk for role in roles if role.by_condition)
    named = [one.named(ids) for one in reach.reaches.values()] if ids else []
    none = dict.fromkeys(ids, _("a condition that is not there: it reaches nothing"))
    return none | {role_id: name for names in named for role_id, name in names.items()}


def _since(person: User, roles: list[Role]) -> list[datetime | None]:
    """When each role was given to him last, by the event log."""
    since: dict[str, datetime] = {}
    rows = Event.objects.filter(
        subject_type=User._meta.label_lower, subject_id=person.pk, kind="permission.roles_assigned"
    )
    for at, data in rows.order_by("id").values_list("at", "data"):
        since |= dict.fromkeys(data.get("added", ()), at)
    return [since.get(role.code) for role in roles]


def _departments(rights: access.Access) -> dict[str, list[Department]]:
    """The departments that each scope between own and all reaches."""
    scopes = (Scope.DEPARTMENT, Scope.BELOW, Scope.REGION)
    wanted = {scope: rights.departments(scope) for scope in scopes}
    rows = {
        one.pk: one for one in Department.objects.filter(pk__in=frozenset().union(*wanted.values())).order_by("path")
    }
    return {str(scope.label): [one for pk, one in rows.items() if pk in wanted[scope]] for scope in scopes}


def _standings(person: User, at: datetime) -> list[Standing]:
    left = User.objects.filter(substitute=person, is_active=False).order_by("name")
    own = [
        Standing(
            _("Stands in for %(name)s: rows of his count as own") % {"name": one.name},
            one.left_at and dates.business_day(one.left_at),
        )
        for one in left
    ]
    return own + [one for give in standings.values() for one in give(person, at)]


# --- one object ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Deed:
    """A right on one object: whether it may be done now, and why or why not."""

    key: str
    label: Any
    ground: str
    allowed: bool
    why: str


@dataclass(frozen=True)
class Answer:
    """One object as somebody meets it: whether he sees it, and what he may do to it."""

    kind: str
    number: str
    sees: bool
    owners: list[str]
    departments: list[str]
    deeds: list[Deed]


@dataclass(frozen=True)
class Forbidding:
    """How a room decides beside rights. ``why`` (person, row): {right: why its state forbids it now}; ``anywhere``: the
    rights that it asks for without looking whose the row is."""

    why: Callable[[User, Any], Mapping[str, str]]
    anywhere: frozenset[str] = frozenset()


# "app_label.model" -> how its room decides
forbidden: Registry[Forbidding] = Registry("accounts.forbidden")


def about(person: User, text: str) -> list[Answer]:
    """The objects with this number or code, and how ``person`` meets each."""
    found = []
    for label in subjects.subjects:
        model = apps.get_model(label)
        names = {one.name for one in model._meta.concrete_fields if isinstance(one, CharField)}
        for name in ("number", "code"):
            rows = model._default_manager.filter(**{name: text})[:3] if name in names else ()
            found += [_answer(person, label, row) for row in rows]
    return found


def _answer(person: User, label: str, row: Model) -> Answer:
    subject = subjects.subjects[label]
    places: Mapping[str, Any] = subject.reach(row) if subject.reach else {}
    room = forbidden.get(label) or Forbidding(lambda _person, _row: {})
    reasons = room.why(person, row)
    area = row._meta.model_name
    deeds = [
        _deed(person, key, {} if key in room.anywhere else places, reasons.get(key, ""))
        for key in verbs
        if key.partition(".")[0] == area and not key.endswith((".view", ".create", ".export", ".import"))
    ]
    ids = set(filter(None, places.get("owners") or ()))
    owners = list(User.objects.filter(pk__in=ids).order_by("name").values_list("name", flat=True))
    within = set(filter(None, places.get("departments") or ()))
    departments = list(Department.objects.filter(pk__in=within).values_list("name", flat=True))
    sees = subjects.can_see(person, label, row.pk)
    kind, number = str(row._meta.verbose_name), subjects.number_of(row)
    return Answer(kind, number, sees, owners, departments, deeds if places else [])


def _deed(person: User, key: str, places: Mapping[str, Any], forbids: str) -> Deed:
    found = policies.ground(person, key, **places)
    scope = policies.ground(person, key)
    if found:
        return Deed(key, verbs[key].label, found, not forbids, forbids or str(ground_label(found)))
    if not scope:
        return Deed(key, verbs[key].label, "", False, _("No role of his includes this right."))
    words = _("His right reaches “%(scope)s”, and this is not within it.") % {"scope": ground_label(scope)}
    return Deed(key, verbs[key].label, "", False, words)


def ground_label(ground: str) -> Any:
    """A reason of ``policies.ground`` in words."""
    if ground == policies.STANDING_IN:
        return _("He stands in for its owner")
    if ground == policies.CONDITION:
        return _("A role of his reaches it by a condition")
    return Scope(ground).label if ground in Scope.values else "–"
