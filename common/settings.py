"""Company settings: code holds meaning and default, the database what the company changed.

Read through ``get``; cached per process for a few seconds so that a hot path pays no statement.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from common.models import Setting
from common.registry import Registry

_TTL = 5.0
_cache: dict[str, Any] = {}
_loaded_at = -_TTL


@dataclass(frozen=True)
class Definition:
    """A setting: its default (fixes the type) and what it means, as a translated help text; ``fault`` says what
    is wrong with a value of that type, None for nothing."""

    default: Any
    help: Any
    group: str = "company"
    fault: Callable[[Any], Any] | None = None


definitions: Registry[Definition] = Registry("common.settings")


def get(key: str) -> Any:
    """The company's value of a registered setting, or its default. Raises KeyError for an unknown key."""
    definition = definitions[key]
    return _values().get(key, definition.default)


def forget() -> None:
    """Drop the cached values, after a change or between tests."""
    global _loaded_at
    _loaded_at = -_TTL


def _values() -> dict[str, Any]:
    global _loaded_at
    now = time.monotonic()
    if now - _loaded_at >= _TTL:
        values = dict(Setting.objects.values_list("key", "value"))
        _cache.clear()
        _cache.update(values)
        _loaded_at = now
    return _cache
