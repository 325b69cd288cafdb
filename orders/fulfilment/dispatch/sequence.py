"""In which order notices of a day leave a warehouse: by hand where somebody said so, else by priority (R161). Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

TOP, UP, DOWN = "top", "up", "down"
MOVES = (TOP, UP, DOWN)
_LAST = 10**9
T = TypeVar("T")


@dataclass(frozen=True)
class Standing:
    """What decides about the place of a notice. ``rank`` 0: nobody has placed it."""

    pk: int
    rank: int
    priority: int = 0
    is_urgent: bool = False
    promised: date | None = None

    @property
    def key(self) -> tuple[int, int, date, int]:
        """Urgent ones that nobody has placed come before all, the others of them after those placed by hand."""
        rank = self.rank or (0 if self.is_urgent else _LAST)
        return rank, -self.priority, self.promised or date.max, self.pk


def ordered(rows: Iterable[Standing]) -> list[Standing]:
    """The notices of one day and warehouse in the order in which they leave."""
    return sorted(rows, key=lambda one: one.key)


def moved(sequence: Sequence[T], one: T, to: str) -> list[T]:
    """The sequence with ``one`` moved to the top, or one place up or down; at its end it stays."""
    found = list(sequence)
    place = found.index(one)
    target = {TOP: 0, UP: max(0, place - 1), DOWN: min(len(found) - 1, place + 1)}[to]
    found.insert(target, found.pop(place))
    return found
