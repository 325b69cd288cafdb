"""What upper floors keep about a product, when it becomes another (docs/adr/0023)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from accounts.people.models import User
from common.errors import Text
from common.registry import Registry
from products.catalogue.models import Product


class Move(Protocol):
    """Points what an upper floor keeps for ``source`` to ``target``. Both are locked, and so are their stock rows;
    ``rows``: stock row of the source → the target's in the same warehouse; ``locked``: what ``lock`` gave. Raises
    Stale where something was added since."""

    def __call__(
        self, *, actor: User, source: Product, target: Product, rows: Mapping[int, int], locked: Any, at: datetime
    ) -> None: ...


@dataclass(frozen=True)
class Merger:
    """``lock`` locks what comes before products in the order of locks, and gives what ``move`` compares; ``counts``
    says what would move."""

    lock: Callable[[int], Any]
    move: Move
    counts: Callable[[int], Sequence[tuple[Text, int]]]


mergers: Registry[Merger] = Registry("products.merge")
