"""What must hold at any moment (RELIABILITY 3): each app registers its own, as SQL that names offenders.

``manage.py check_invariants`` runs them all every night; a test runs one after it broke the rule by hand.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.functional import Promise

from common.registry import Registry


@dataclass(frozen=True)
class Invariant:
    """``sql`` (or a function that gives it once all apps are ready) selects the offending rows, none when
    all is well; its first column identifies the row. ``number`` is the one of RELIABILITY 3."""

    number: int
    title: str | Promise
    sql: str | Callable[[], str]


invariants: Registry[Invariant] = Registry("common.invariants")


def offenders(invariant: Invariant, limit: int = 100) -> list[dict[str, Any]]:
    """Up to ``limit`` rows that break the invariant, as column → value."""
    sql = invariant.sql if isinstance(invariant.sql, str) else invariant.sql()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({sql}) AS offending LIMIT {int(limit)}")
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
