"""A sheet as plain data and back: how it is kept with a request and frozen with a signature. Pure."""

import hashlib
import json
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from orders.changes.impact.sheet import Sheet

_TEXTS: dict[Any, Callable[[Any], Any]] = {Decimal: Decimal, date: date.fromisoformat, datetime: datetime.fromisoformat}


def written(value: Any) -> Any:
    """A value of a sheet as JSON keeps it."""
    if is_dataclass(value):
        return {one.name: written(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):  # a moment too
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [written(one) for one in value]
    return value


def read(data: Mapping[str, Any]) -> Sheet:
    """The sheet that was kept. What a later version of this programme no longer knows is left out."""
    return _read(Sheet, data)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _read(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _read(hints[name], one) for name, one in value.items() if name in hints})
    if get_origin(kind) in (Union, types.UnionType):
        known = [one for one in get_args(kind) if one in _TEXTS or is_dataclass(one)]
        return _read(known[0], value) if known else value
    if get_origin(kind) is list:
        return [_read(get_args(kind)[0], one) for one in value]
    if get_origin(kind) is tuple:
        return tuple(_read(one, part) for one, part in zip(get_args(kind), value, strict=True))
    return _TEXTS[kind](value) if kind in _TEXTS else value


def digest(sheet: Sheet) -> str:
    """The fingerprint of what a decision rests on: amounts, days, promises of others, documents, what departments said
    and how credit stands. Stock figures and the wording of reasons, which move every day, are not in it."""
    return hashlib.sha256(json.dumps(_gist(sheet), sort_keys=True).encode()).hexdigest()


def _gist(sheet: Sheet) -> dict[str, Any]:
    credit = sheet.credit
    return {
        "money": written(sheet.money),
        "credit": [credit.result_before, credit.result_after, credit.code] if credit else None,
        "promised": [written(sheet.promised), written(sheet.arrival)],
        "lines": [[one.line_no, written(one.arrival), written(one.quantity)] for one in sheet.lines],
        "broken": [[one.line_id, written(one.arrival)] for one in sheet.broken],
        **{name: written(getattr(sheet, name)) for name in ("stale", "tasks", "answers", "hints")},
    }
