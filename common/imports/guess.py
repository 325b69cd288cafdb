"""A first profile from the heads of the files: columns whose names are usual for a field are mapped to it. Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from common.imports.targets import Target, in_order
from common.imports.values import fold

_SIGNS = re.compile(r"[\s_\-./]+")


def guess(files: Mapping[str, Sequence[str]], mode: str = "history") -> dict[str, Any]:
    """A profile (as nested dicts) for files by alias → columns: each target takes the file that knows all its
    required fields and most of the others; what no file knows is left out."""
    found: dict[str, Any] = {}
    for entity, target in in_order():
        if mode not in target.modes or target.needs_words:
            continue
        alias = max(files, key=lambda name: _score(entity, target, name, files[name]), default=None)
        if alias is None:
            continue
        fields = match(target, files[alias])
        if all(field.name in fields for field in target.fields if field.required):
            found[entity] = {"file": alias, "fields": fields}
            if target.needs_key:
                found[entity]["key"] = fields.get(target.key_field) or next(iter(fields.values()))
    if "orders" in found and "lines" in found:
        found["orders"]["key"] = _order_key(found)
    return found


def _score(entity: str, target: Target, alias: str, columns: Sequence[str]) -> int:
    """How well a file fits: known columns, and much more when it is called after the target."""
    named = _plain(entity) in _plain(alias) or _plain(str(target.label)) in _plain(alias)
    return len(match(target, columns)) + 10 * named


def match(target: Target, columns: Sequence[str]) -> dict[str, str]:
    """Field → column where a column's name is the field's, its label, or one of its usual names."""
    by_name = {_plain(column): column for column in reversed(columns)}
    result = {}
    for field in target.every_field:
        for word in (field.name, str(field.label), *field.hints):
            if _plain(word) in by_name:
                result[field.name] = by_name[_plain(word)]
                break
    return result


def _order_key(found: dict[str, Any]) -> str:
    """Lines name their order by some column; where the orders' file has it too, it is the orders' key."""
    line_column = found["lines"]["fields"]["order"]
    return line_column if found["orders"]["file"] == found["lines"]["file"] else found["orders"]["key"] or line_column


def _plain(word: str) -> str:
    return _SIGNS.sub("", fold(word).lower())
