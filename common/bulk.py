"""Change many rows in one statement, whatever their number (``bulk_update`` writes a CASE per row and field)."""

from collections.abc import Collection, Sequence

from django.db import connection
from django.db.models import Model


def update_rows(rows: Collection[Model], fields: Sequence[str]) -> None:
    """Write ``fields`` of ``rows`` (all of one model, already in the database) in a single UPDATE.

    The rows must be locked by the caller or be reached only under a lock he holds.
    """
    if not rows:
        return
    model = type(next(iter(rows)))
    columns = [model._meta.get_field(name) for name in fields]
    pk = model._meta.pk
    names, arrays, params = [], [], []
    for field in [pk, *columns]:
        names.append(connection.ops.quote_name(field.column))
        # a related column has the type of the key it points to
        arrays.append(f"%s::{(field.rel_db_type(connection) if field is pk else field.db_type(connection))}[]")
        params.append([field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows])
    table = connection.ops.quote_name(model._meta.db_table)
    assignments = ", ".join(f"{name} = v.{name}" for name in names[1:])
    sql = (
        f"UPDATE {table} AS t SET {assignments} FROM unnest({', '.join(arrays)})"  # noqa: S608 names of our columns
        f" AS v({', '.join(names)}) WHERE t.{names[0]} = v.{names[0]}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
