"""Who may take a list away (R259): the right to export, the right to look at the list, and what rights a file shows."""

import hashlib
import json
from collections.abc import Sequence

from accounts import access, policies, reach
from accounts.people.models import User
from common import errors
from common.exports.lists import ExportList, lists

RUN = "export.run"


def require(actor: User, list_key: str) -> ExportList:
    """The list, for somebody who may export it. Raises NotFound for a list that is none, NotAllowed."""
    policies.require(actor, RUN)
    entry = lists.get(list_key)
    if entry is None:
        raise errors.NotFound()
    policies.require(actor, entry.verb)
    return entry


def may(actor: User, list_key: str) -> bool:
    """Whether the actor is offered the export of a list."""
    return policies.can(actor, RUN) and policies.can(actor, lists[list_key].verb)


def scopes_of(actor: User) -> list[str] | None:
    """What the token narrows the actor's rights to by which he asks; None: nothing does."""
    scopes = access.of(actor).token_scopes
    return None if scopes is None else list(scopes)


def print_of(actor: User, token_scopes: Sequence[str] | None = None) -> str:
    """A print of what the actor may see: it changes when a role, a scope or a field rule of his does, and with what the
    token covers by which he asks. Who asks by none may have what a token of ``token_scopes`` may."""
    held = access.of(actor)
    held = access.narrowed(held, token_scopes) if held.token_scopes is None else held
    told = {
        "grants": {verb: scope for verb, scope in held.grants.items() if held.scope(verb)},
        "effects": held.effects,
        "own": sorted(held.own_ids),
        "department": sorted(held.department_ids),
        "below": sorted(held.below_ids),
        "region": sorted(held.region_ids),
        "plain": {verb: scope for verb, scope in held.plain.items() if held.scope(verb)},
        "by_condition": {verb: sorted(roles) for verb, roles in held.by_condition.items() if held.scope(verb)},
        "reach": reach.print_of(held),
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
