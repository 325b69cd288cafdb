"""What precedes what: no circle among them (invariant 25). Pure."""

from collections.abc import Hashable, Iterable
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def circle_in(pairs: Iterable[tuple[Key, Key]]) -> list[Key]:
    """The keys of a circle among (predecessor, successor) pairs, in their order; [] where there is none."""
    after: dict[Key, list[Key]] = {}
    for before, then in pairs:
        after.setdefault(before, []).append(then)
    done: set[Key] = set()
    for start in list(after):
        if found := _walk(start, after, done):
            return found
    return []


def _walk(start: Key, after: dict[Key, list[Key]], done: set[Key]) -> list[Key]:
    path: list[Key] = []
    on_path: set[Key] = set()
    stack: list[tuple[Key, bool]] = [(start, False)]
    while stack:
        key, is_left = stack.pop()
        if is_left:
            path.pop()
            on_path.discard(key)
            done.add(key)
        elif key in on_path:
            return path[path.index(key) :]
        elif key not in done:
            path.append(key)
            on_path.add(key)
            stack.append((key, True))
            stack += [(then, False) for then in after.get(key, ())]
    return []
