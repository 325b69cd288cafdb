"""What the database's planner is asked about a set of rows, and what it is told for a while."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet
from psycopg2.errors import QueryCanceled


class TimeIsUp(Exception):
    """A statement took longer than somebody has patience for. What was done around it stays."""


@contextmanager
def patience(milliseconds: int, **settings: str) -> Iterator[None]:
    """Every statement inside has this time, and other ``settings`` as in ``planned``. Raises TimeIsUp."""
    try:
        with planned(statement_timeout=str(milliseconds), **settings):
            yield
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TimeIsUp from error
        raise


@contextmanager
def planned(**settings: str) -> Iterator[None]:
    """Every statement inside is planned and run with these settings of the database."""
    with transaction.atomic(), connection.cursor() as db:
        db.execute(f"SELECT {', '.join(['current_setting(%s)'] * len(settings))}", list(settings))
        before = dict(zip(settings, db.fetchone(), strict=True))
        _set(db, settings)
        yield
        _set(db, before)


def _set(db: Any, settings: Mapping[str, str]) -> None:
    given = [part for one in settings.items() for part in one]
    db.execute(f"SELECT {', '.join(['set_config(%s, %s, true)'] * len(settings))}", given)


@dataclass(frozen=True)
class Expected:
    """What the planner expects of finding all rows of a set: how many there are, and the work in its own unit, some
    ten microseconds."""

    rows: int = 0
    cost: float = 0.0


def expected(queryset: QuerySet) -> Expected:
    """What it would take to find the keys of a set."""
    try:
        sql, params = queryset.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:  # nothing can be in it, as can be seen without asking
        return Expected()
    with connection.cursor() as db:
        db.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        plan = db.fetchone()[0]
    plan = (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]
    return Expected(int(plan["Plan Rows"]), plan["Total Cost"])
