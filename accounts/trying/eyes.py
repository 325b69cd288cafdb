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
    """The rights of ``other`` as far as ``looker`` may know what they show: what he does not see all of himself is
    left out, and a field that is hidden from either stays hidden. What somebody sees without a right, because he was
    asked, has done or is told it, is not shown to who tries him: there ``looker`` stays himself."""
    grants = {verb: scope for verb, scope in other.grants.items() if sees_all(looker, verb)}
    return replace(
        other,
        own_ids=looker.own_ids,
        tried_ids=other.own_ids,
        grants=grants,
        effects=_darker(looker.effects, other.effects),
        by_condition={verb: held for verb, held in other.by_condition.items() if verb in grants},
        plain={verb: scope for verb, scope in other.plain.items() if verb in grants},
    )


def sees_all(looker: Access, verb: str) -> bool:
    """Whether ``looker`` sees every row that the right could show: he holds it himself and the right to look at its
    area, where there is one, for everything, by their scopes and not by a condition; of what can only be pressed
    (``Verb.is_press``) the look is enough."""
    look = f"{verb.partition('.')[0]}.view"
    is_press = verb in verbs and verbs[verb].is_press
    asked = {one for one in (look, "" if is_press else verb) if one in verbs}
    return bool(asked) and all(looker.plain_scope(one) == Scope.ALL for one in asked)


def left_out(looker: Access, other: Access) -> list[str]:
    """The groups of rights of ``other`` whose rows are not shown, or of which nothing is, as people call them."""
    held = {verb: sees_all(looker, verb) for verb in other.grants if verb in verbs}
    shown = {str(verbs[verb].group) for verb, is_seen in held.items() if is_seen}
    unseen = {str(verbs[verb].group) for verb, is_seen in held.items() if not is_seen and verb.endswith(".view")}
    return sorted(unseen | ({str(verbs[verb].group) for verb in held} - shown))


def _darker(one: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    hide, mask = FieldRule.Effect.HIDE, FieldRule.Effect.MASK
    both = [*one.items(), *other.items()]
    hidden = {name for name, effect in both if effect == hide}
    return {name: hide if name in hidden else mask for name, _effect in both}
