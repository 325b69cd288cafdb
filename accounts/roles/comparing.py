"""Two roles, two people, or one of each, side by side."""

from dataclasses import dataclass
from typing import Any

from accounts import access
from accounts.people.models import User
from accounts.roles import explaining, queries
from accounts.roles.models import Role, Scope
from accounts.roles.verbs import every_sensitive_field, verbs

BY = "|"  # between a scope and the conditions by which it reaches


@dataclass(frozen=True)
class Side:
    """What is compared: its name, the scope of each right it holds and the effect on each field. A scope in whose place
    a condition stands is followed by its name (behind ``BY``): two of them need not reach the same rows."""

    name: str
    grants: dict[str, str]
    effects: dict[str, str]


@dataclass(frozen=True)
class Pair:
    """A right or field and what each side has of it ("" for nothing)."""

    key: str
    label: Any
    one: str
    other: str

    @property
    def differs(self) -> bool:
        return self.one != self.other

    @property
    def scopes(self) -> list[str]:
        """The scopes alone, for colours."""
        return [one.partition(BY)[0].lower() or "none" for one in (self.one, self.other)]


def of_role(role: Role) -> Side:
    """A role by itself."""
    name = explaining.conditions_of([role]).get(role.pk, "")
    grants = {verb: f"{scope}{BY}{name}" if name else scope for verb, scope in queries.grants_of(role).items()}
    return Side(str(role), grants, queries.field_rules_of(role))


def of_person(person: User) -> Side:
    """A person with all his roles, as his own requests read them."""
    rights = access.load(person)
    names = explaining.conditions_of(queries.held_by(person.pk))
    grants = dict(rights.grants)
    for verb, roles in rights.by_condition.items():
        if rights.plain_scope(verb) != Scope.ALL:
            grants[verb] = f"{grants[verb]}{BY}{', '.join(sorted({str(names.get(one, '')) for one in roles}))}"
    return Side(person.name, grants, dict(rights.effects))


def compare(one: Side, other: Side, *, whole: bool = False) -> tuple[list[Any], list[Any]]:
    """Groups of rights, and groups of fields, that differ; with ``whole`` all of them."""
    return (
        _grouped(verbs, one.grants, other.grants, whole),
        _grouped(every_sensitive_field(), one.effects, other.effects, whole),
    )


def _grouped(registry: Any, one: dict[str, str], other: dict[str, str], whole: bool) -> list[tuple[Any, list[Pair]]]:
    groups: dict[str, tuple[Any, list[Pair]]] = {}
    for key, entry in registry.items():
        pair = Pair(key, entry.label, one.get(key, ""), other.get(key, ""))
        if whole or pair.differs:
            groups.setdefault(str(entry.group), (entry.group, []))[1].append(pair)
    return list(groups.values())
