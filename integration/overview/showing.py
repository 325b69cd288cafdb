"""What the pages of the change feed are drawn from."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.people.models import User
from accounts.tokens import queries as tokens
from common import errors
from integration.catalogue import choosing, kinds
from integration.catalogue.kinds import Kind
from integration.connectors import clients
from integration.connectors.contracts import Contract
from integration.feed import lagging, policies, queries
from integration.feed.lagging import Lag
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


@dataclass(frozen=True)
class Asker:
    """A client that asks by API: how far it is, and which connectors its rights are those of."""

    lag: Lag
    contracts: list[Contract]
    minutes: int


def feed_page(actor: User, typed: str, *, at: datetime) -> dict[str, Any]:
    """The context of the feed's page. Raises NotAllowed."""
    policies.require(actor)
    allowed = policies.kinds_for(actor)
    return {
        "state": queries.state(),
        "at": at,
        "followers": _followers(actor),
        "askers": _askers(actor, at),
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


def _askers(actor: User, at: datetime) -> list[Asker]:
    """The clients whose tokens one may see, who is furthest behind first."""
    found = lagging.of_tokens(tokens.list_live(actor, at=at)[:MOST_FOLLOWERS], at=at).values()
    return [
        Asker(one, clients.contracts_of(one.reader.token), int(one.waited(at).total_seconds() // 60))
        for one in sorted(found, key=lambda lag: (-lag.behind, lag.reader.token_id))
    ]


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
