"""Reads the values that fields have for orders or lines, as conditions compare them: for explanations, and for what
must agree with the SQL. One statement for each source, whatever the number of rows."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from segments.compiling import Tables, tables
from segments.fields import Field, Level, Shape, Source, rows_of, sources

Values = dict[int, dict[str, Any]]  # key of the row → key of the field → its value; a list of a source of many


def read(rows: QuerySet, level: Level, wanted: Collection[Field], today: date) -> Values:
    """The values of ``wanted`` for each of ``rows`` (orders, or lines with the fields of their orders too). A choice
    comes as its stored code; what is not there is None, or [] of a source of many. ``today`` is the business day that
    what is computed starts from."""
    known = tables["orders"]
    by_rows: dict[tuple[str, str], list[Field]] = defaultdict(list)
    for one in wanted:
        by_rows[one.source, one.row_key].append(one)
    prefixes = {key: _prefix(known, level, sources[key]) for key in {one.source for one in wanted}}
    columns = {"pk"} | {path for (key, _), found in by_rows.items() for path in _columns(prefixes[key], key, found)}
    made = {f"computed_{one.key}": one.expression(today) for one in wanted if one.expression is not None}
    made |= {f"computed_{one.key}": Coalesce(one.path, one.fallback) for one in wanted if one.fallback}
    own = {row["pk"]: row for row in rows.order_by().annotate(**made).values(*sorted(columns), *made)}
    read: Values = {pk: {} for pk in own}
    for (key, _row_key), found in by_rows.items():
        source, prefix = sources[key], prefixes[key]
        if source.shape is Shape.OWN:
            for pk, row in own.items():
                read[pk].update({one.key: one.value_of(row[_column(prefix, one)]) for one in found})
            continue
        links = {pk: row[_link(source, prefix)] for pk, row in own.items()}
        keys = set(links.values())
        told = pointed(found, keys) if source.shape is Shape.ONE else pointing(source.link, found, keys)
        nothing: dict[str, Any] = {one.key: None if source.shape is Shape.ONE else [] for one in found}
        for pk, link in links.items():
            read[pk].update(told.get(link, nothing))
    return read


def _prefix(known: Tables, level: Level, source: Source) -> str:
    """What leads from a row to that which the source hangs on."""
    return f"{known.to_order}__" if level is Level.LINE and source.level is Level.ORDER else ""


def _link(source: Source, prefix: str) -> str:
    return f"{prefix}{source.link}" if source.shape is Shape.ONE else f"{prefix}pk"


def _columns(prefix: str, key: str, found: Iterable[Field]) -> list[str]:
    if sources[key].shape is Shape.OWN:
        return [_column(prefix, one) for one in found if not _is_computed(one)]
    return [_link(sources[key], prefix)]


def _column(prefix: str, field: Field) -> str:
    return f"computed_{field.key}" if _is_computed(field) else prefix + field.read_path


def _is_computed(field: Field) -> bool:
    return field.expression is not None or bool(field.fallback)


def pointed(found: list[Field], links: set[Any]) -> dict[Any, dict[str, Any]]:
    """What fields of one source hold in the rows with these keys, by key. One statement."""
    key = found[0].row_key
    rows = rows_of(found[0]).filter(**{f"{key}__in": links - {None}})
    told = rows.values(key, *{one.read_path for one in found})
    return {row[key]: {one.key: one.value_of(row[one.read_path]) for one in found} for row in told}


def pointing(link: str, found: list[Field], links: set[Any]) -> dict[Any, dict[str, Any]]:
    """The same of the rows that point to these keys by ``link``: a list each."""
    told: dict[Any, dict[str, Any]] = defaultdict(lambda: {one.key: [] for one in found})
    rows = rows_of(found[0]).filter(**{f"{link}__in": links})
    for row in rows.order_by("pk").values(link, *{one.read_path for one in found}):
        for one in found:
            told[row[link]][one.key].append(one.value_of(row[one.read_path]))
    return told
