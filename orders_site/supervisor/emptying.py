"""Emptying the test database after a test whose transactions were real.

Django truncates every table and seeds the reference rows anew: half a second on a quiet machine, four hundred times a
run. Here the rows of the fresh database are kept aside once; what tests wrote is deleted and those rows put back,
without triggers, where a table is not as it was. It needs the right to set `session_replication_role`, which throw-away
servers give; without it Django does it.

Nobody vacuums a throw-away server, and tests that are rolled back leave dead rows too: tables that grew are vacuumed
here.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connections
from django.test import TransactionTestCase

_TABLES = """
SELECT c.relname, pg_relation_size(c.oid) / 8192 FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY c.relname
"""
_MAY = "SELECT has_parameter_privilege(current_user, 'session_replication_role', 'SET')"
# how many rows, and the newest transaction that wrote one: whatever is done to a table moves one of the two
_STATE = """SELECT '{0}', count(*), coalesce(max(xmin::text::bigint), 0) FROM "{0}\""""
_TOO_MANY_PAGES = 200

_tests: Any = TransactionTestCase  # its stubs leave out what is private
_empty_with_django = _tests._fixture_teardown
_kept: dict[str, dict[str, Any]] = {}  # database → table with rows of its own → its state when these were put there


def keep_fresh(connection: Any) -> None:
    """Copy the rows of a database that no test has written to, once."""
    with connection.cursor() as cursor:
        cursor.execute(_MAY)
        if not cursor.fetchone()[0]:
            return
        cursor.execute("DROP SCHEMA IF EXISTS fresh CASCADE; CREATE SCHEMA fresh")
        cursor.execute(_TABLES)
        found = _states(cursor, [name for name, pages in cursor.fetchall() if pages])
        kept = {name: state for name, state in found.items() if state[0]}
        for name in kept:
            cursor.execute(f'CREATE TABLE fresh."{name}" AS TABLE public."{name}"')
    _kept[connection.settings_dict["NAME"]] = kept
    _tests._fixture_teardown = _put_back


def _states(cursor: Any, tables: Iterable[str]) -> dict[str, Any]:
    cursor.execute(" UNION ALL ".join(_STATE.format(name) for name in tables) or "SELECT '', 0, 0 WHERE false")
    return {name: (rows, newest) for name, rows, newest in cursor.fetchall()}


def _put_back(case: Any) -> None:
    if case.available_apps is not None or case.serialized_rollback:
        _empty_with_django(case)
        return
    for name in case._databases_names(include_mirrors=False):
        connection = connections[name]
        with connection.cursor() as cursor:
            _make_as_it_was(cursor, _kept[connection.settings_dict["NAME"]])


def _make_as_it_was(cursor: Any, kept: dict[str, Any]) -> None:
    cursor.execute(_TABLES)
    pages = dict(cursor.fetchall())
    written = [table for table, size in pages.items() if size and table not in kept]
    grown = _unlike(cursor, kept, kept)
    newer = [f'DELETE FROM "{table}" WHERE xmin::text::bigint > {kept[table][1]}' for table in grown]
    _without_triggers(cursor, [*newer, *(f'DELETE FROM "{table}"' for table in written)])
    changed = _unlike(cursor, grown, kept)  # rows of the fresh database are gone, or were others
    _without_triggers(cursor, [f'DELETE FROM "{table}"' for table in changed])
    for table in grown + written:
        if pages[table] > _TOO_MANY_PAGES:
            cursor.execute(f'VACUUM "{table}"')
    _without_triggers(cursor, [f'INSERT INTO "{table}" SELECT * FROM fresh."{table}"' for table in changed])
    kept.update(_states(cursor, changed))


def _unlike(cursor: Any, tables: Iterable[str], kept: dict[str, Any]) -> list[str]:
    return [table for table, state in _states(cursor, tables).items() if state != kept[table]]


def _without_triggers(cursor: Any, statements: Iterable[str]) -> None:
    cursor.execute("; ".join(["BEGIN", "SET LOCAL session_replication_role = replica", *statements, "COMMIT"]))
