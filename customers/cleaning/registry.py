"""What upper apps keep about a customer, when it becomes another (docs/adr/0023)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from accounts.people.models import User
from common.errors import Text
from common.registry import Registry
from customers.models import Customer


class Move(Protocol):
    """Points what an upper app keeps for ``source`` to ``target``; both customer rows are locked."""

    def __call__(self, *, actor: User, source: Customer, target: Customer, at: datetime) -> None: ...


def _nothing(source: Customer) -> Sequence[tuple[Text, int]]:
    return ()


@dataclass(frozen=True)
class Merger:
    """How it moves, and ``counts``: what of it there is, for the preview."""

    move: Move
    counts: Callable[[Customer], Sequence[tuple[Text, int]]] = _nothing


mergers: Registry[Merger] = Registry("customers.merge")
