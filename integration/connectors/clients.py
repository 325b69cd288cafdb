"""Which clients are set up for a connector: tokens that carry its rights."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.people.models import User
from accounts.tokens import queries as tokens
from accounts.tokens.models import ApiToken
from integration.connectors.contracts import CONTRACTS, Contract


@dataclass(frozen=True)
class Connection:
    """A contract with the tokens whose scopes carry all its rights, who called last first."""

    contract: Contract
    clients: Sequence[ApiToken]


def connections(actor: User, *, at: datetime) -> list[Connection]:
    """All contracts with their clients, as far as ``actor`` may see tokens; one statement. A token without scopes is
    nobody's client: it may do all that its user may."""
    live = [one for one in tokens.list_live(actor, at=at) if one.scopes]
    return [Connection(one, [token for token in live if _carries(token.scopes, one.scopes)]) for one in CONTRACTS]


def _carries(scopes: Iterable[str], needed: Iterable[str]) -> bool:
    given = set(scopes)
    return all(verb in given or f"{verb.split('.')[0]}.*" in given for verb in needed)
