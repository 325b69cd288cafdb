"""Emptying the test database after a test whose transactions were real.

Django truncates every table and seeds the reference rows anew: half a second on a quiet machine, a hundred times a
run. Here the rows of the fresh database are kept aside once; what tests wrote is deleted and those rows put back,
without triggers. It needs the right to set `session_replication_role`, which throw-away servers give; without it
Django does it.
"""

from typing import Any

from django.db import connections
from django.test import TransactionTestCase

_TABLES = """
SELECT c.relname, pg_relation_size(c.oid) > 0 FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY c.relname
"""
_MAY = "SELECT has_parameter_privilege(current_user, 'session_replication_role', 'SET')"
_KEPT = "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace('fresh')"

_tests: Any = TransactionTestCase  # its stubs leave out what is private
_empty_with_django = _tests._fixture_teardown


def keep_fresh(connection: Any) -> None:
    """Copy the rows of a database that no test has written to, once."""
    with connection.cursor() as cursor:
        cursor.execute(_MAY)
        if not cursor.fetchone()[0]:
            return
        cursor.execute("DROP SCHEMA IF EXISTS fresh CASCADE; CREATE SCHEMA fresh")
        cursor.execute(_TABLES)
        for name, may_hold in cursor.fetchall():
            cursor.execute(f'SELECT {may_hold} AND EXISTS (SELECT 1 FROM "{name}")')
            if cursor.fetchone()[0]:
                cursor.execute(f'CREATE TABLE fresh."{name}" AS TABLE public."{name}"')
    _tests._fixture_teardown = _put_back


def _put_back(case: Any) -> None:
    if case.available_apps is not None or case.serialized_rollback:
        _empty_with_django(case)
        return
    for name in case._databases_names(include_mirrors=False):
        with connections[name].cursor() as cursor:
            cursor.execute(_TABLES)
            written = [table for table, may_hold in cursor.fetchall() if may_hold]
            cursor.execute(_KEPT)
            kept = [table for (table,) in cursor.fetchall()]
            cursor.execute("; ".join([
                "BEGIN",
                "SET LOCAL session_replication_role = replica",
                *(f'DELETE FROM "{table}"' for table in written),
                *(f'INSERT INTO "{table}" SELECT * FROM fresh."{table}"' for table in kept),
                "COMMIT",
            ]))  # fmt: skip
