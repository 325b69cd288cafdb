"""Company settings: code holds meaning and default, the database what the company changed.

Read through ``get``; cached per process for a few seconds so that a hot path pays no statement. A change is told
to the other processes through the cache, which they ask a few times a second; while it is away, the seconds count.
"""

import re
import time
import unicodedata
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _

from common.models import Setting
from common.registry import Registry

_TTL = 5.0
_cache: dict[str, Any] = {}
_loaded_at = -_TTL
_ASK = 0.2  # how often a process asks whether others changed something: seconds
_VERSION = "settings-version"
_asked_at, _version = -_ASK, None
TEXT_LENGTH = 500
_NUMBER = re.compile(r"\d{1,15}(\.\d+)?", re.ASCII)


@dataclass(frozen=True)
class Bounds:
    """The smallest and the largest number that a setting may be, and how many decimals it may have."""

    least: int
    most: int
    places: int = 0

    def __str__(self) -> str:
        return f"{self.least}–{self.most}"


@dataclass(frozen=True)
class Definition:
    """A setting: its default (fixes the type) and what it means, as a translated help text.

    What it may be: ``bounds`` of a number (written as text or not; one whose default is empty may be empty),
    ``choices`` (value, words) of a text or of the words of a list, and ``fault``, which says what is wrong with
    a value of the right type, None for nothing. ``fixed`` says why it cannot be changed any more. ``page``: the page
    of the console (by its key) that changes it, in place of the form of all settings.
    """

    default: Any
    help: Any
    group: str = "company"
    fault: Callable[[Any], Any] | None = None
    bounds: Bounds | None = None
    choices: Callable[[], Sequence[tuple[str, Any]]] | None = None
    fixed: Callable[[], Any] | None = None
    page: str = ""


definitions: Registry[Definition] = Registry("common.settings")


def get(key: str) -> Any:
    """The company's value of a registered setting, or its default. Raises KeyError for an unknown key."""
    definition = definitions[key]
    return _values().get(key, definition.default)


def fault_of(key: str, value: Any) -> Any:
    """What is wrong with ``value`` for the setting ``key``, in words; None when it may be kept."""
    definition = definitions.get(key)
    if definition is None:
        return _("There is no such setting.")
    if type(value) is not type(definition.default):
        return _("This setting takes another kind of value.")
    if isinstance(value, str) and (len(value) > TEXT_LENGTH or any(unicodedata.category(c) == "Cc" for c in value)):
        return _("Enter one line of at most %(n)s characters.") % {"n": TEXT_LENGTH}
    if definition.bounds and (fault := _out_of(definition.bounds, value, may_be_empty=definition.default == "")):
        return fault
    if definition.choices:
        known = {code for code, _words in definition.choices()}
        unknown = [
            one
            for one in (value if isinstance(value, list) else [value])
            if not isinstance(one, str) or one not in known
        ]
        if unknown:
            return _("“%(value)s” cannot be chosen here.") % {"value": str(unknown[0])[:80]}
    return definition.fault(value) if definition.fault else None


def _out_of(bounds: Bounds, value: Any, *, may_be_empty: bool) -> Any:
    if value == "" and may_be_empty:
        return None
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        return _("Enter a number.")
    number = Decimal(value)
    if not bounds.least <= number <= bounds.most:
        return _("Enter a number from %(least)s to %(most)s.") % {"least": bounds.least, "most": bounds.most}
    if number != round(number, bounds.places):
        return _("Enter a number with at most %(n)s decimals.") % {"n": bounds.places}
    return None


def forget() -> None:
    """Drop the cached values, between tests and where a page shows the settings themselves."""
    global _loaded_at
    _loaded_at = -_TTL


def changed() -> None:
    """Have every process read the settings anew; call it in the operation that changed some."""
    forget()
    transaction.on_commit(_tell_everybody)


def _tell_everybody() -> None:
    cache.set(_VERSION, uuid.uuid4().hex, None)
    forget()


def _values() -> dict[str, Any]:
    global _cache, _loaded_at, _asked_at, _version
    now = time.monotonic()
    if now - _asked_at >= _ASK or now - _loaded_at >= _TTL:
        version = cache.get(_VERSION)
        if version != _version or now - _loaded_at >= _TTL:
            # a new one in the place of the old: another thread may be reading it at this moment
            _cache = dict(Setting.objects.values_list("key", "value"))
            _loaded_at = now
        _asked_at, _version = now, version
    return _cache
