"""What somebody sees who tries a role or a person: never more than he may see himself. Pure, but for reading rights."""

from collections.abc import Mapping
from dataclasses import replace

from accounts import access
from accounts.access import Access
from accounts.people.models import User
from accounts.roles import queries as roles
from accounts.roles.models import FieldRule, Role, Scope
from accounts.roles.verbs import verbs


def of_role(looker: User, role: Role) -> Access:
    """The rights of who would hold this role alone, in the place of ``looker``: his department, his own rows."""
    grants = roles.grants_of(role)
    own = access.of(looker)
    return replace(
        own,
        grants=grants,
        effects=roles.field_rules_of(role),
        by_condition={verb: frozenset([role.pk]) for verb in grants} if role.by_condition else {},
        plain={},
        reached={},
    )


def of_person(person: User) -> Access:
    """The rights of a person as they are on his own requests."""
    return access.load(person)


def through(looker: Access, other: Access) -> Access:
    """The rights of ``other`` as far as ``looker`` may know what they show: of an area whose rows he does not see all
    himself nothing is left, and a field that is hidden from either stays hidden."""
    grants = {verb: scope for verb, scope in other.grants.items() if sees_all(looker, verb)}
    return replace(
        other,
        grants=grants,
        effects=_darker(looker.effects, other.effects),
        by_condition={verb: held for verb, held in other.by_condition.items() if verb in grants},
        plain={verb: scope for verb, scope in other.plain.items() if verb in grants},
    )


def sees_all(looker: Access, verb: str) -> bool:
    """Whether ``looker`` sees every row that the right could show: he holds the right to look at its area, or where
    there is none the right itself, for everything, by its scope and not by a condition."""
    look = f"{verb.partition('.')[0]}.view"
    return looker.plain_scope(look if look in verbs else verb) == Scope.ALL


def left_out(looker: Access, other: Access) -> list[str]:
    """The groups of rights of ``other`` of which nothing is shown, as people call them."""
    groups = {str(verbs[verb].group) for verb in other.grants if verb in verbs and not sees_all(looker, verb)}
    return sorted(groups)


def _darker(one: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    hide, mask = FieldRule.Effect.HIDE, FieldRule.Effect.MASK
    both = [*one.items(), *other.items()]
    hidden = {name for name, effect in both if effect == hide}
    return {name: hide if name in hidden else mask for name, _effect in both}
