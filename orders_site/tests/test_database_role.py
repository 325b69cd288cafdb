"""What the working role may do with the tables; what it may not do to the trail is tested there (accounts)."""

from contextlib import nullcontext
from types import SimpleNamespace

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection

from orders_site.checks import check_working_role
from orders_site.management.commands.grant_app_role import TRAIL_TABLES
from orders_site.supervisor.postgres import APP

_RIGHTS = """
SELECT relname FROM pg_class c
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
  AND NOT (has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT')
           AND has_table_privilege(c.oid, 'UPDATE') AND has_table_privilege(c.oid, 'DELETE'))
"""


@pytest.fixture
def as_app(transactional_db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP])
        if not cursor.fetchone():
            pytest.skip(f"this server has no role {APP}")
    call_command("grant_app_role", role=APP)
    database = connection.settings_dict
    working = psycopg2.connect(host=database["HOST"], port=database["PORT"] or None, dbname=database["NAME"], user=APP)
    working.autocommit = True
    yield working.cursor()
    working.close()


def is_refused(cursor, statement: str) -> bool:
    try:
        cursor.execute(statement)
    except psycopg2.errors.InsufficientPrivilege:
        return True
    return False


def test_the_working_role_works_with_every_other_table_and_makes_none(as_app):
    call_command("grant_app_role", role=APP)  # twice is the same as once
    as_app.execute(_RIGHTS)
    assert {row[0] for row in as_app.fetchall()} - {"django_migrations"} == set(TRAIL_TABLES)
    assert is_refused(as_app, "CREATE TABLE mine (id int)")
    assert is_refused(as_app, "DROP TABLE common_event")


@pytest.mark.django_db
def test_an_application_that_owns_its_tables_is_told_so():
    assert [error.id for error in check_working_role(None, databases=["default"])] == ["orders_site.E002"]


def test_the_working_role_passes_the_check(as_app, monkeypatch):
    monkeypatch.setattr(
        "orders_site.checks.connections", {"default": SimpleNamespace(cursor=lambda: nullcontext(as_app))}
    )
    assert check_working_role(None, databases=["default"]) == []
