"""What the pages of the change feed are drawn from."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.people.models import User
from common import errors
from integration.catalogue import choosing, kinds
from integration.catalogue.kinds import Kind
from integration.connectors import clients
from integration.feed import policies, queries
from integration.webhooks import queries as webhooks
from integration.webhooks.models import WebhookEndpoint

MOST_FOLLOWERS = 50


@dataclass(frozen=True)
class KindLine:
    """A kind of event as the list shows it."""

    kind: Kind
    is_for_me: bool


@dataclass(frozen=True)
class Follower:
    """A webhook that follows the feed, and how many places it is behind."""

    endpoint: WebhookEndpoint
    behind: int


def feed_page(actor: User, typed: str, *, at: datetime) -> dict[str, Any]:
    """The context of the feed's page. Raises NotAllowed."""
    policies.require(actor)
    allowed = policies.kinds_for(actor)
    return {
        "state": queries.state(),
        "at": at,
        "followers": _followers(actor),
        "connections": clients.connections(actor, at=at),
        "lines": [KindLine(one, one.code in allowed) for one in choosing.found(typed).values()],
        "typed": typed,
        "all_count": len(kinds.all_kinds()),
        "mine_count": len(allowed),
    }


def _followers(actor: User) -> Sequence[Follower] | None:
    """The webhooks that one keeps; None for who keeps none."""
    if not webhooks.may_keep(actor):
        return None
    return [Follower(*one) for one in webhooks.behind(list(webhooks.list_endpoints(actor)[:MOST_FOLLOWERS]))]


def kind_page(actor: User, code: str) -> dict[str, Any]:
    """The context of a kind's page. Raises NotAllowed, NotFound."""
    policies.require(actor)
    found = kinds.all_kinds().get(code)
    if found is None:
        raise errors.NotFound()
    return {
        "kind": found,
        "is_for_me": code in policies.kinds_for(actor),
        "example": json.dumps(found.example, ensure_ascii=False, indent=2),
    }
