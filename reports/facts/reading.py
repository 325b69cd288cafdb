"""Where reports read: one place, so that another database than that of the work can answer."""

from collections.abc import Sequence
from typing import Any

from django.db import connection


def fetched(text: str, given: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of a statement that only reads."""
    with connection.cursor() as cursor:
        cursor.execute(text, given)
        return cursor.fetchall()
