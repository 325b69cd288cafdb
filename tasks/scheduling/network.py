"""What waits for what, in days of work counted from 0: earliest and latest days, slack, critical path (SEMANTICS
13). Pure.

A piece of work takes ``days`` whole days: it starts on ``start`` and the next may start on ``finish`` = start +
days. One of no days is an instant at the end of a day: that of its last predecessor, or of the day from which it is
possible."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Node:
    """A piece of work. ``earliest``: the first day on which it may be worked on; ``due``: the last one on which it may
    end. ``kept``: (start, finish) that stay as they are; ``has_begun`` then says that nothing before it holds it up any
    more, ``has_ended`` that it is no work any more. ``is_late``: as late as what waits for it allows. What is not
    ``promised`` (following up) has no say in the critical path of work that is due on no day at all."""

    days: int = 1
    earliest: int = 0
    due: int | None = None
    kept: tuple[int, int] | None = None
    has_begun: bool = False
    has_ended: bool = False
    is_late: bool = False
    is_promised: bool = True


@dataclass(frozen=True)
class Arc(Generic[Key]):
    """``after`` starts at least ``lag`` days of work after ``before`` finished, or after it started."""

    before: Key
    after: Key
    lag: int = 0
    from_start: bool = False


@dataclass(frozen=True)
class Place:
    """Where a piece of work stands. ``slack``: how many days later it may be without a due day missed that would be
    met (below zero: how many too late it is); none where nothing that waits for it is due."""

    start: int
    finish: int
    slack: int | None
    is_critical: bool


class Circle(ValueError):
    """Work that would wait for itself; ``keys``: what goes round, or hangs on it."""

    def __init__(self, keys: Sequence[Hashable]):
        super().__init__(f"circle: {keys}")
        self.keys = list(keys)


class Network(Generic[Key]):
    """Nodes and what precedes what. Arcs to keys that are not there are left out. Raises Circle."""

    def __init__(self, nodes: Mapping[Key, Node], arcs: Iterable[Arc[Key]]):
        self.nodes = nodes
        self.before: dict[Key, list[Arc[Key]]] = {key: [] for key in nodes}
        self.after: dict[Key, list[Arc[Key]]] = {key: [] for key in nodes}
        for arc in arcs:
            if arc.before in nodes and arc.after in nodes:
                self.before[arc.after].append(arc)
                self.after[arc.before].append(arc)
        self.order = self._sorted()

    def _sorted(self) -> list[Key]:
        waits = {key: len(arcs) for key, arcs in self.before.items()}
        found = [key for key, count in waits.items() if not count]
        for key in found:  # grows while it is read
            for arc in self.after[key]:
                waits[arc.after] -= 1
                if not waits[arc.after]:
                    found.append(arc.after)
        if len(found) < len(self.nodes):
            raise Circle([key for key, count in waits.items() if count])
        return found

    def starts(self, at_least: Mapping[Key, int] | None = None) -> dict[Key, int]:
        """The earliest start of each, none before ``at_least``."""
        found: dict[Key, int] = {}
        for key in self.order:
            node = self.nodes[key]
            if node.kept is not None:
                found[key] = node.kept[0]
                continue
            start = _first(node)
            for arc in self.before[key]:
                begun = found[arc.before]
                start = max(start, (begun if arc.from_start else self._finish(arc.before, begun)) + arc.lag)
            found[key] = max(start, at_least[key]) if at_least and key in at_least else start
        return found

    def limits(self, *, horizon: int | None = None) -> dict[Key, int | None]:
        """The latest finish of each with which every due day is met; none where there is no due day. With ``horizon``
        everything that nothing else holds has to be finished then."""
        found: dict[Key, int | None] = {}
        for key in reversed(self.order):
            node = self.nodes[key]
            limits = [] if node.due is None else [node.due + 1]
            for arc in self.after[key]:
                begin = self._must_start(arc.after, found[arc.after])
                if begin is not None:
                    limits.append(begin - arc.lag + (self._length(key) if arc.from_start else 0))
            found[key] = min(limits, default=horizon if node.is_promised else None)
        return found

    def plan(self, standing: Mapping[Key, tuple[int, int]] | None = None) -> dict[Key, Place]:
        """Every piece of work in its place: as early as possible, or as late as allowed where it asks for that; with
        ``standing`` (start, finish) where it stands already, and only judged."""
        early = self.starts()
        limits = self.limits(horizon=self._horizon(early))
        late = {
            key: limit - self._length(key)
            for key, limit in limits.items()
            if limit is not None and self.nodes[key].is_late and self.nodes[key].kept is None
        }
        placed = self.starts(late) if late else early
        critical = self._critical(early)
        found = {}
        for key, early_start in placed.items():
            start, finish = (standing or {}).get(key) or (early_start, self._finish(key, early_start))
            limit = limits[key]
            slack = None if limit is None or self.nodes[key].has_ended else limit - finish
            found[key] = Place(start, finish, slack, key in critical)
        return found

    def _horizon(self, early: Mapping[Key, int]) -> int | None:
        """Where nothing is due on a day: the end of all that is promised."""
        if any(node.due is not None and not node.has_ended for node in self.nodes.values()):
            return None
        ends = [self._finish(key, start) for key, start in early.items() if self.nodes[key].is_promised]
        return max(ends, default=None)

    def _critical(self, early: Mapping[Key, int]) -> set[Key]:
        """What decides when the work for each due day ends (for none: all of it): the chains without a gap that lead to
        the last of it. It is followed through the earliest days, so that what is put late on purpose hides nothing."""
        goals: dict[int | None, list[Key]] = {}
        for key, node in self.nodes.items():
            if not node.has_ended and (node.due is not None or node.is_promised):
                goals.setdefault(node.due, []).append(key)
        if len(goals) > 1:
            goals.pop(None, None)
        found: set[Key] = set()
        for keys in goals.values():
            last = max(self._finish(key, early[key]) for key in keys)
            stack = [key for key in keys if self._finish(key, early[key]) == last]
            while stack:
                key = stack.pop()
                if key not in found:
                    found.add(key)
                    stack += self._holders(key, early)
        return found

    def _holders(self, key: Key, early: Mapping[Key, int]) -> list[Key]:
        """What keeps it from starting a day earlier."""
        if self.nodes[key].has_begun:
            return []
        return [
            arc.before
            for arc in self.before[key]
            if not self.nodes[arc.before].has_ended
            and (early[arc.before] if arc.from_start else self._finish(arc.before, early[arc.before])) + arc.lag
            >= early[key]
        ]

    def _must_start(self, key: Key, limit: int | None) -> int | None:
        node = self.nodes[key]
        if node.has_begun or node.has_ended:
            return None
        if node.kept is not None:
            return node.kept[0]
        return None if limit is None else limit - node.days

    def _length(self, key: Key) -> int:
        kept = self.nodes[key].kept
        return self.nodes[key].days if kept is None else kept[1] - kept[0]

    def _finish(self, key: Key, start: int) -> int:
        return start + self._length(key)


def _first(node: Node) -> int:
    return node.earliest + (1 if node.days == 0 else 0)
