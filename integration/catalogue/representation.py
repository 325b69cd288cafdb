"""Kinds of events as plain dictionaries for API answers."""

from collections.abc import Collection
from typing import Any

from integration.catalogue.kinds import Kind


def kind(one: Kind, allowed: Collection[str]) -> dict[str, Any]:
    """A kind (``EventKindSerializer``); ``allowed``: those of which the caller may see events."""
    return {
        "kind": one.code,
        "label": one.label,
        "subjects": list(one.subjects),
        "keys": [{"name": key.name, "sort": key.sort, "meaning": key.meaning, "field": key.field} for key in one.keys],
        "is_for_me": one.code in allowed,
        "sample": one.example,
    }
