"""Whom the rows of a file are about (registry ``common.exports.tallies``): an upper app says how a kind of row leads to
those it keeps a record for, and is told of every file that was written, so that it can say later who took away what
of whom (R308, R309; docs/adr/0120)."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Model, QuerySet

from common.registry import Registry

Counts = Mapping[str, Mapping[int, int]]  # key of the tally → whom → rows
UNTOLD: Counts | None = None  # rows that were added up: whom they are about is not told apart


@dataclass(frozen=True)
class Taken:
    """A file that was written. ``counts``: rows by whom they are about; None: not told apart."""

    actor: Any
    what: str
    title: str
    form: str
    door: str
    rows: int
    counts: Mapping[int, int] | None
    at: datetime
    export_id: int | None = None


@dataclass(frozen=True)
class Tally:
    """``path`` is the lookup by which rows of a model lead to whom they are about, "" where none does; ``keep`` notes
    within the operation that wrote the file, ``fetched`` that the file of an export was handed over."""

    path: Callable[[type[Model]], str]
    keep: Callable[[Taken], None]
    fetched: Callable[[int, datetime], None]


tallies: Registry[Tally] = Registry("common.exports.tallies")


def paths_of(rows: QuerySet) -> dict[str, str]:
    """Tally → lookup, for rows that are read one by one; nothing for rows that the database groups or joins, where one
    more column would make other rows of them."""
    if isinstance(rows.query.group_by, tuple) or rows.query.combinator:
        return {}
    found = {key: tally.path(rows.model) for key, tally in tallies.items()}
    return {key: path for key, path in found.items() if path}


def counted(rows: QuerySet) -> Counts:
    """Whom the rows of a queryset are about and how many are, for a list that is drawn of them otherwise."""
    counts = {}
    for key, path in paths_of(rows).items():
        by_whom = rows.order_by().values(path).annotate(tally_rows=Count("pk", distinct=True))
        counts[key] = {one[path]: one["tally_rows"] for one in by_whom if one[path] is not None}
    return counts


def empty(keys: Mapping[str, str]) -> dict[str, Counter[int]]:
    """Room to count in while rows go by."""
    return {key: Counter() for key in keys}


def tell(counts: Counts | None, facts: Callable[[Mapping[int, int] | None], Taken]) -> None:
    """Tell every tally of a file in which somebody it knows may stand."""
    for key, tally in tallies.items():
        found = None if counts is None else counts.get(key)
        if counts is None or found:
            tally.keep(facts(found))
