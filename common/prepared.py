"""Statements that the database parses and plans once per connection, and then only executes.

For constant SQL on hot paths. Planning the larger of these takes longer than running them. The server keeps
the plans with the session and renews them itself when a table changes; behind a pooler that shares sessions
between clients set ``ORDERS_PREPARE=0``.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import connection

_MARK = re.compile(r"%(?:%|s|\((\w+)\)s)")
_known: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


def execute(cursor: Any, sql: str, parameters: Sequence[Any] | Mapping[str, Any]) -> None:
    """``cursor.execute`` by way of a prepared statement. Every parameter must have a type that follows from its
    place (compared with a column) or is written out (``%s::bigint``)."""
    if not settings.PREPARE_STATEMENTS:
        cursor.execute(sql, parameters)
        return
    name, prepare, run, order = _statement(sql)
    known = _known.setdefault(connection.connection, set())
    if name not in known:
        cursor.cursor.execute(prepare)  # beside the logs: it is not the caller's statement
        known.add(name)
    cursor.execute(run, [parameters[key] for key in order] if isinstance(parameters, Mapping) else parameters)


@cache
def _statement(sql: str) -> tuple[str, str, str, list[str]]:
    """(name, PREPARE, EXECUTE with marks, the keys in the order of the marks)."""
    places: dict[str, int] = {}
    count = 0

    def place(mark: re.Match[str]) -> str:
        nonlocal count
        if mark[0] == "%%":
            return "%"
        key = mark[1]
        if key is not None and key in places:
            return f"${places[key]}"
        count += 1
        places[key or str(count)] = count
        return f"${count}"

    text = _MARK.sub(place, sql)
    name = f"p_{hashlib.md5(sql.encode(), usedforsecurity=False).hexdigest()[:16]}"
    arguments = f" ({', '.join(['%s'] * count)})" if count else ""
    return name, f"PREPARE {name} AS {text}", f"EXECUTE {name}{arguments}", list(places)
