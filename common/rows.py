"""Rows of models by written SQL (ADR 0012): what the ORM composes anew at every call is composed once per model.

For the hot paths and for many rows at once. No signals, no ``auto_now``, no expressions as values: a row's
attributes are written as they stand, within a transaction and under locks that the caller holds.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import DatabaseError, connection, models

from common import prepared

Row = TypeVar("Row", bound=models.Model)
_AT_ONCE = 1000
Prepare = Callable[[Any, Any], Any]

# the driver writes values of these as they are
_PLAIN = (
    *(models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.DateField),
    *(models.DecimalField, models.ForeignKey, ArrayField),
)


def read_rows(model: type[Row], sql: str, parameters: Sequence[Any] | dict[str, Any]) -> list[Row]:
    """Rows of ``model`` from a constant SELECT that names its columns (it is prepared). Other columns of the
    answer become attributes of the row; columns of the model not named are read when somebody asks."""
    with connection.cursor() as cursor:
        prepared.execute(cursor, sql, parameters)
        answers = cursor.fetchall()
        if not answers:
            return []
        names, places, others, converters = _reading(model, tuple(column.name for column in cursor.description))
    rows, alias = [], connection.alias
    for answer in answers:
        values = [answer[place] for place in places]
        for position, convert in converters:
            values[position] = convert(values[position], None, connection)
        row = model.from_db(alias, names, values)
        for name, place in others:
            setattr(row, name, answer[place])
        rows.append(row)
    return rows


@cache
def _reading(model: type[models.Model], columns: tuple[str, ...]) -> tuple[list[str], list[int], list, list]:
    """(attributes in the model's order, where each stands, other columns, fields that convert)."""
    at = {name: place for place, name in enumerate(columns)}
    fields = [field for field in model._meta.concrete_fields if field.column in at]
    own = {field.column for field in fields}
    return (
        [field.attname for field in fields],
        [at[str(field.column)] for field in fields],
        [(name, place) for name, place in at.items() if name not in own],
        [(n, field.from_db_value) for n, field in enumerate(fields) if hasattr(field, "from_db_value")],
    )


def insert_rows(rows: Collection[models.Model]) -> None:
    """Insert new rows of one model, a thousand a statement; they get their keys."""
    rows = list(rows)
    for start in range(0, len(rows), _AT_ONCE):
        _insert(rows[start : start + _AT_ONCE])


def _insert(rows: Sequence[models.Model]) -> None:
    model = type(rows[0])
    head, one, fields = _inserting(model)
    parameters = [_value(row, attname, prepare) for row in rows for attname, prepare in fields]
    sql = f"{head} {', '.join([one] * len(rows))} RETURNING {_quoted(model._meta.pk)}"
    with connection.cursor() as cursor:
        if len(rows) == 1:
            prepared.execute(cursor, sql, parameters)
        else:
            cursor.execute(sql, parameters)
        keys = cursor.fetchall()
    alias = connection.alias
    for row, (key,) in zip(rows, keys, strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, alias


@cache
def _inserting(model: type[models.Model]) -> tuple[str, str, list[tuple[str, Prepare | None]]]:
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    table = connection.ops.quote_name(model._meta.db_table)
    columns = ", ".join(_quoted(field) for field in fields)
    one = f"({', '.join(['%s'] * len(fields))})"
    return f"INSERT INTO {table} ({columns}) VALUES", one, [(field.attname, _prepare(field)) for field in fields]


def update_rows(rows: Collection[models.Model], fields: Iterable[str]) -> None:
    """Write ``fields`` of ``rows`` (all of one model, already in the database) in a single UPDATE.

    The rows must be locked by the caller or be reached only under a lock he holds. Raises DatabaseError when
    one of them is gone.
    """
    if not rows:
        return
    model = type(next(iter(rows)))
    writing = _writing_one if len(rows) == 1 else _writing_many
    sql, key, columns = writing(model, tuple(fields))
    if len(rows) == 1:
        (row,) = rows
        parameters = [*(_value(row, attname, prepare) for attname, prepare in columns), row.pk]
    else:
        parameters = [[_value(row, attname, prepare) for row in rows] for attname, prepare in [key, *columns]]
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        if cursor.rowcount != len(rows):
            raise DatabaseError(f"{model._meta.label}: {cursor.rowcount} of {len(rows)} rows were there to update")


_Writing = tuple[str, tuple[str, Prepare | None], list[tuple[str, Prepare | None]]]


@cache
def _writing_one(model: type[models.Model], names: tuple[str, ...]) -> _Writing:
    pk, fields, table = _targets(model, names)
    assignments = ", ".join(f"{_quoted(field)} = %s" for field in fields)
    sql = f"UPDATE {table} SET {assignments} WHERE {_quoted(pk)} = %s"
    return sql, (pk.attname, _prepare(pk)), [(field.attname, _prepare(field)) for field in fields]


@cache
def _writing_many(model: type[models.Model], names: tuple[str, ...]) -> _Writing:
    """One UPDATE whatever the number of rows (``bulk_update`` writes a CASE per row and field)."""
    pk, fields, table = _targets(model, names)
    # a key is written as the type that points to it
    types = [pk.rel_db_type(connection), *(_unnested(field) for field in fields)]
    columns = ", ".join(_quoted(field) for field in (pk, *fields))
    assignments = ", ".join(f"{_quoted(field)} = v.{_quoted(field)}{_again(field)}" for field in fields)
    sql = (
        f"UPDATE {table} AS t SET {assignments} FROM unnest({', '.join(f'%s::{kind}[]' for kind in types)})"
        f" AS v({columns}) WHERE t.{_quoted(pk)} = v.{_quoted(pk)}"
    )
    return sql, (pk.attname, _prepare(pk)), [(field.attname, _prepare_one_of_many(field)) for field in fields]


def _unnested(field: Any) -> str:
    return "text" if isinstance(field, ArrayField) else field.db_type(connection)


def _again(field: Any) -> str:
    return f"::{field.db_type(connection)}" if isinstance(field, ArrayField) else ""


def _prepare_one_of_many(field: models.Field) -> Prepare | None:
    """A list travels as text: ``unnest`` would take lists of lists apart."""
    return _as_literal if isinstance(field, ArrayField) else _prepare(field)


def _as_literal(value: list[str], _connection: Any) -> str:
    quoted = (str(one).replace("\\", "\\\\").replace('"', '\\"') for one in value)
    return "{" + ",".join(f'"{one}"' for one in quoted) + "}"


def _targets(model: type[models.Model], names: Iterable[str]) -> tuple[Any, list[Any], str]:
    options = model._meta
    return options.pk, [options.get_field(name) for name in names], connection.ops.quote_name(options.db_table)


def _quoted(field: Any) -> str:
    return connection.ops.quote_name(field.column)


def _prepare(field: models.Field) -> Prepare | None:
    return None if isinstance(field, _PLAIN) else field.get_db_prep_save


def _value(row: models.Model, attname: str, prepare: Prepare | None) -> Any:
    value = getattr(row, attname)
    return value if prepare is None else prepare(value, connection)
