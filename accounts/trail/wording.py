"""Table and column names of trail rows in the reader's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.db.models import DateTimeField, Field, ForeignKey, Model
from django.utils.translation import gettext

from accounts.trail.models import TrailRow
from common import dates

SLACK = timedelta(hours=1)  # a transaction's rows lie nearer together than this
_NOISE = {"id", "version", "created_at", "updated_at"}
_SHORT = 400


@dataclass
class Column:
    """A changed column: its name, and what was and is there (None = nothing)."""

    name: Any
    old: Any
    new: Any
    is_person: bool = False


@lru_cache(maxsize=512)
def _model(table: str) -> type[Model] | None:
    return next((model for model in apps.get_models(include_auto_created=True) if model._meta.db_table == table), None)


@lru_cache(maxsize=4096)
def _field(table: str, column: str) -> Field | None:
    model = _model(table)
    fields = model._meta.local_concrete_fields if model else ()
    return next((field for field in fields if field.column == column), None)


def table_name(table: str) -> Any:
    """What people call the rows of a table."""
    model = _model(table)
    return _spoken(model._meta.verbose_name) if model else table


def _spoken(name: Any) -> str:
    """A model's own name for something; one that the framework made of the class or column is in ``names``."""
    return gettext(str(name))


def columns(row: TrailRow) -> list[Column]:
    """The columns of a trail row in the order of its table; what changes with every save is left out."""
    if row.operation == "B":
        return [Column(name, None, value) for name, value in row.changes.items()]
    model = _model(row.table_name)
    order = [field.column for field in model._meta.local_concrete_fields] if model else []
    names = sorted(row.changes, key=lambda name: order.index(name) if name in order else len(order))
    found = []
    for name in names:
        old, new = _before_and_after(row, name)
        if name in _NOISE or (row.operation != "U" and _is_empty(old) and _is_empty(new)):
            continue
        in_parts = getattr(_field(row.table_name, name), "in_parts", None)
        if _is_redacted(old) or _is_redacted(new):
            found.append(Column(_column(row.table_name, name, None, None).name, old, new))
        elif in_parts:  # a column of many values tells each of them
            found += [Column(label, before, after) for label, before, after in in_parts(old, new)]
        else:
            found.append(_column(row.table_name, name, old, new))
    return found


def _before_and_after(row: TrailRow, name: str) -> tuple[Any, Any]:
    value = row.changes[name]
    if row.operation == "U":
        return value[0], value[1]
    return (None, value) if row.operation == "I" else (value, None)


def _column(table: str, name: str, old: Any, new: Any) -> Column:
    field = _field(table, name)
    if field is None:
        return Column(name, _shown(old), _shown(new))
    if isinstance(field, ForeignKey):
        is_person = field.related_model._meta.label_lower == "accounts.user"
        return Column(_spoken(field.verbose_name), old, new, is_person)
    if isinstance(field, DateTimeField):
        return Column(_spoken(field.verbose_name), _moment(old), _moment(new))
    choices = dict(field.flatchoices) if field.choices else {}
    return Column(_spoken(field.verbose_name), _shown(old, choices), _shown(new, choices))


def _shown(value: Any, choices: Mapping[Any, Any] = MappingProxyType({})) -> Any:
    if isinstance(value, str | int) and value in choices:
        return choices[value]
    if isinstance(value, bool):
        return "✓" if value else "–"
    text = value if isinstance(value, str) else str(value) if isinstance(value, list | dict) else None
    return f"{text[:_SHORT]}…" if text and len(text) > _SHORT else value


def _moment(value: Any) -> Any:
    """A moment in the company's time zone."""
    if not isinstance(value, str):
        return value
    return f"{datetime.fromisoformat(value).astimezone(dates.business_zone()):%Y-%m-%d %H:%M:%S}"


def _is_redacted(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"redacted"}  # ``redacted_words`` says since when


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or value is False or value == [] or value == {}
