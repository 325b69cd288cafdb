"""Change many rows in one statement, whatever their number (``bulk_update`` writes a CASE per row and field)."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model


def update_rows(rows: Collection[Model], fields: Sequence[str]) -> None:
    """Write ``fields`` of ``rows`` (all of one model, already in the database) in a single UPDATE.

    The rows must be locked by the caller or be reached only under a lock he holds.
    """
    if not rows:
        return
    model = type(next(iter(rows)))
    pk: Any = model._meta.pk
    columns: list[Any] = [pk, *(model._meta.get_field(name) for name in fields)]
    names = [connection.ops.quote_name(field.column) for field in columns]
    # a key is written as the type that points to it
    types = [field.rel_db_type(connection) if field is pk else field.db_type(connection) for field in columns]
    arrays = [f"%s::{kind}[]" for kind in types]
    params = [[field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows] for field in columns]
    table = connection.ops.quote_name(model._meta.db_table)
    assignments = ", ".join(f"{name} = v.{name}" for name in names[1:])
    sql = (
        f"UPDATE {table} AS t SET {assignments} FROM unnest({', '.join(arrays)})"
        f" AS v({', '.join(names)}) WHERE t.{names[0]} = v.{names[0]}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
