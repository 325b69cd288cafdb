"""What a session remembers of whose eyes its person looks with. Knows no request."""

from collections.abc import MutableMapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

KEY = "trying"


@dataclass(frozen=True)
class Trial:
    """A role or a person (``kind``) that somebody tries, and until when."""

    kind: str
    pk: int
    name: str
    until: datetime


def keep(session: MutableMapping[str, Any], trial: Trial) -> None:
    """Remember it from the next request on."""
    session[KEY] = [trial.kind, trial.pk, trial.name, int(trial.until.timestamp())]


def kept(session: MutableMapping[str, Any]) -> Trial | None:
    """What is tried in this session; None for nothing."""
    if not (found := session.get(KEY)):
        return None
    kind, pk, name, until = found
    return Trial(kind, pk, name, datetime.fromtimestamp(until, UTC))


def drop(session: MutableMapping[str, Any]) -> None:
    """Look with one's own eyes again."""
    session.pop(KEY, None)
