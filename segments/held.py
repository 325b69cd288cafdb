"""Values of an order and its lines as somebody holds them, saved or not: for rules that look at what a change would
make of an order. What is computed in the database is read there, of rows that are stored."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Model

from common.conditions import evaluation
from segments import queries, values
from segments.conditions import Condition
from segments.fields import Field, Level, Shape, sources
from segments.models import Segment


def fitting(order: Model, lines: Sequence[Model], segment_ids: Collection[int], today: date) -> dict[int, list[Model]]:
    """By the key of each of these saved conditions in use: the lines for which the whole of it holds. What is only
    about the order holds for all of its lines or none. A constant number of statements."""
    found = Segment.objects.filter(pk__in=segment_ids, is_active=True)
    conditions = {one.pk: queries.condition_for_rule(one) for one in found}
    views = _views(order, lines, list(conditions.values()), today)
    return {
        pk: [line for line, view in zip(lines, views, strict=True) if _holds(condition, view, today)]
        for pk, condition in conditions.items()
    }


def _holds(condition: Condition, view: dict[str, Any], today: date) -> bool:
    met = {
        row for row in condition.rows if evaluation.is_met(row, condition.known[row.field].kind, view[row.field], today)
    }
    return evaluation.holds(condition.node, met.__contains__)


def _views(order: Model, lines: Sequence[Model], conditions: Iterable[Condition], today: date) -> list[dict[str, Any]]:
    fields = {key: one.known[key] for one in conditions for key in one.fields}.values()
    of_order = [one for one in fields if one.level is Level.ORDER]
    of_lines = [one for one in fields if one.level is Level.LINE]
    (whole,) = _read([order], Level.ORDER, of_order, today)
    return [{**whole, **own} for own in _read(lines, Level.LINE, of_lines, today)]


def _read(rows: Sequence[Model], level: Level, wanted: Sequence[Field], today: date) -> list[dict[str, Any]]:
    views: list[dict[str, Any]] = [{} for _row in rows]
    by_source: dict[str, list[Field]] = defaultdict(list)
    for one in wanted:
        by_source["" if one.expression is not None else one.source].append(one)
    for key, found in by_source.items():
        told = _computed(rows, level, found, today) if not key else _of_source(rows, key, found)
        for view, more in zip(views, told, strict=True):
            view |= more
    return views


def _of_source(rows: Sequence[Model], key: str, found: list[Field]) -> list[dict[str, Any]]:
    source = sources[key]
    if source.shape is Shape.OWN:
        return [{one.key: one.value_of(_value(row, one)) for one in found} for row in rows]
    links = [getattr(row, source.link) if source.shape is Shape.ONE else row.pk for row in rows]
    if source.shape is Shape.ONE:
        nothing: dict[str, Any] = {one.key: None for one in found}
        told = values.pointed(found, set(links))
    else:
        nothing = {one.key: [] for one in found}
        told = values.pointing(source.link, found, set(links) - {None})
    return [told.get(link, nothing) for link in links]


def _value(row: Model, field: Field) -> Any:
    value = _along(row, field.read_path)
    return _along(row, field.fallback) if value is None and field.fallback else value


def _along(row: Any, path: str) -> Any:
    for name in path.split("__"):
        if row is None:
            return None
        row = row.get(name) if isinstance(row, dict) else getattr(row, name)
    return row


def _computed(rows: Sequence[Model], level: Level, found: list[Field], today: date) -> list[dict[str, Any]]:
    stored = [row.pk for row in rows if row.pk]
    model = type(rows[0]) if rows else None
    read = values.read(model._default_manager.filter(pk__in=stored), level, found, today) if model and stored else {}
    return [read.get(row.pk) or {one.key: None for one in found} for row in rows]
