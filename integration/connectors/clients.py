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
    """All contracts with their clients, as far as ``actor`` may see tokens; one statement. A token without scopes,
    which may do all that its user may, carries none by name."""
    live = list(tokens.list_live(actor, at=at))
    return [Connection(one, [token for token in live if _carries(token.scopes, one.scopes)]) for one in CONTRACTS]


def contracts_of(token: ApiToken) -> list[Contract]:
    """The contracts whose rights a token carries."""
    return [one for one in CONTRACTS if _carries(token.scopes, one.scopes)]


def _carries(scopes: Iterable[str], needed: Iterable[str]) -> bool:
    given = set(scopes)
    return all(verb in given or f"{verb.split('.')[0]}.*" in given for verb in needed)
