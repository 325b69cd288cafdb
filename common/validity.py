"""Ranges of days that something holds for, one after the other: prices, limits. Pure.

Both ends are included; no last day means until further notice.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Days:
    """A range of days. Raises ValueError when it ends before it begins."""

    first: date
    last: date | None = None

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise ValueError("ends before it begins")

    def meets(self, other: "Days") -> bool:
        """Whether the two have a day in common."""
        return (self.last is None or other.first <= self.last) and (other.last is None or self.first <= other.last)

    def without(self, taken: "Days") -> list["Days"]:
        """What is left when ``taken`` takes its days: nothing, one piece, or one before it and one after it."""
        if not self.meets(taken):
            return [self]
        pieces = [Days(self.first, taken.first - _DAY)] if self.first < taken.first else []
        if taken.last is not None and (self.last is None or self.last > taken.last):
            pieces.append(Days(taken.last + _DAY, self.last))
        return pieces


@dataclass(frozen=True)
class Held:
    """A row that stands: what it is for (``key``), its days."""

    pk: int
    key: Hashable
    days: Days


@dataclass(frozen=True)
class Wanted:
    """A row that is to stand, with whatever it says."""

    key: Hashable
    days: Days
    says: Any = None


@dataclass
class Changes:
    """What makes room: rows to delete, rows that keep fewer days, copies of rows for what is left behind the new
    ones (source row, days). The wanted rows are then added."""

    gone: list[int] = field(default_factory=list)
    shorter: dict[int, Days] = field(default_factory=dict)
    copies: list[tuple[int, Days]] = field(default_factory=list)


def make_room(held: Iterable[Held], wanted: Iterable[Wanted]) -> Changes:
    """How rows give their days to new ones of the same key: what was there before comes back afterwards.

    The new ones must not meet each other (``clash``).
    """
    by_key: dict[Hashable, list[Held]] = {}
    for row in held:
        by_key.setdefault(row.key, []).append(row)
    left: dict[int, tuple[Held, list[Days]]] = {}
    for new in wanted:
        for row in by_key.get(new.key, ()):
            _row, pieces = left.get(row.pk, (row, [row.days]))
            cut = [piece for one in pieces for piece in one.without(new.days)]
            if cut != pieces:
                left[row.pk] = (row, cut)
    changes = Changes()
    for pk, (_row, pieces) in left.items():
        if not pieces:
            changes.gone.append(pk)
            continue
        changes.shorter[pk] = pieces[0]
        changes.copies += [(pk, piece) for piece in pieces[1:]]
    return changes


def clash(wanted: Iterable[Wanted]) -> tuple[int, int] | None:
    """The places of two new rows of one key that have a day in common, if there are such."""
    places: dict[Hashable, list[tuple[Days, int]]] = {}
    for place, new in enumerate(wanted):
        places.setdefault(new.key, []).append((new.days, place))
    for same in places.values():
        same.sort(key=lambda one: one[0].first)
        for (before, place), (after, other) in pairwise(same):
            if before.meets(after):
                return tuple(sorted((place, other)))  # type: ignore[return-value]
    return None
