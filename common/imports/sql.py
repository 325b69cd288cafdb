"""INSERT … SELECT by a model's own columns, so that a column added later gets its default here too."""

from typing import Any

from django.db import connection, models

from common.imports.batch import Batch


def insert_select(
    batch: Batch, model: type[models.Model], values: dict[str, str], source: str, **parameters: Any
) -> int:
    """Insert rows of ``model`` from ``source`` (what follows FROM). ``values`` maps column names to SQL;
    every other column gets the model's default. Returns the number of rows."""
    columns: list[str] = []
    expressions: list[str] = []
    for field in model._meta.concrete_fields:
        column = str(field.column)
        if column in values:
            columns.append(column)
            expressions.append(values[column])
        elif not (field.primary_key and isinstance(field, models.AutoField | models.BigAutoField)):
            columns.append(column)
            expressions.append(f"%(default_{column})s{_cast(field)}")
            parameters[f"default_{column}"] = field.get_db_prep_save(_default(field), connection)
    unknown = set(values) - set(columns)
    if unknown:
        raise ValueError(f"{model.__name__} has no columns {sorted(unknown)}")
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    return batch.execute(
        f"INSERT INTO {model._meta.db_table} ({names}) SELECT {', '.join(expressions)} FROM {source}", **parameters
    )


def next_id(model: type[models.Model]) -> str:
    """SQL that draws the next primary key of a model."""
    return f"nextval(pg_get_serial_sequence('{model._meta.db_table}', 'id'))"


def _default(field: models.Field) -> Any:
    if field.has_default():
        return field.get_default()
    return None if field.null else ""


def _cast(field: models.Field) -> str:
    kind = field.db_type(connection)
    return f"::{kind.split(' CHECK')[0]}" if kind else ""
