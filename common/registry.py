"""Registries: how a lower floor gets answers from the floors above it (DESIGN 1, "Answers up").

A registry lives in the lower app and is filled in ``AppConfig.ready()`` of the upper ones.
``all_registries()`` lets a house test list every registry with its entries.
"""

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")

_registries: dict[str, "Registry"] = {}


class Registry(Generic[T]):
    """An ordered mapping from a key to an entry; a key is registered once."""

    def __init__(self, name: str):
        self.name = name
        self._entries: dict[str, T] = {}
        _registries[name] = self

    def register(self, key: str, entry: T) -> T:
        """Add ``entry`` under ``key``. Raises ValueError when the key is taken by another entry."""
        if key in self._entries and self._entries[key] is not entry:
            raise ValueError(f"{self.name}: {key!r} is registered twice")
        self._entries[key] = entry
        return entry

    def get(self, key: str) -> T | None:
        return self._entries.get(key)

    def __getitem__(self, key: str) -> T:
        return self._entries[key]

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def items(self):
        return self._entries.items()

    def values(self):
        return self._entries.values()


def all_registries() -> dict[str, Registry]:
    """Every registry by name, for the house test and the architecture page."""
    return dict(_registries)
