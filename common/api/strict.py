"""Names that nobody knows, in a body or behind a list's address: refused, never passed over.

A misspelt field would change nothing and still be answered with 200; a misspelt condition would give all rows.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from common import errors


def require_known_fields(shape: Any, data: Any) -> None:
    """Raise Invalid, by path, where ``data`` holds names that the serializer ``shape`` does not take."""
    unknown: dict[str, list[errors.Text]] = {path: [_("There is no such field.")] for path in _unknown(shape, data, "")}
    if unknown:
        raise errors.Invalid(fields=unknown)


def require_known_conditions(sent: Iterable[str], known: Collection[str]) -> None:
    """Raise Invalid where a list is asked with a condition that it does not have."""
    unknown: dict[str, list[errors.Text]] = {
        name: [_("There is no such condition.")] for name in sent if name not in known
    }
    if unknown:
        raise errors.Invalid(fields=unknown)


def _unknown(shape: Any, data: Any, path: str) -> Iterable[str]:
    """Paths of what is not known; values of the wrong kind are left to the serializer's own rules."""
    if isinstance(shape, serializers.ListSerializer | serializers.ListField):
        rows = data if isinstance(data, list) else []
        for number, row in enumerate(rows, start=1):
            yield from _unknown(shape.child, row, f"{path}{number}.")
    elif isinstance(shape, serializers.Serializer) and isinstance(data, Mapping):
        for name in data:
            field = shape.fields.get(name)
            if field is None or field.read_only:
                yield f"{path}{name}"
            else:
                yield from _unknown(field, data[name], f"{path}{name}.")
