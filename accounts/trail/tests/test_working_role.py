"""The role that the application works as adds to the trail and can never change it (RELIABILITY 2.12)."""

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection

from accounts.tests.builders import make_department
from accounts.trail.models import TrailRow

pytestmark = pytest.mark.django_db(transaction=True)

ROLE = "orders_app"


@pytest.fixture
def working_role():
    """A connection as the working role, while only the grants protect the trail (not our trigger)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s AND NOT rolsuper", [ROLE])
        if not cursor.fetchone():
            pytest.skip(f"this server has no role {ROLE}")
        call_command("grant_app_role", role=ROLE)
        cursor.execute("ALTER TABLE accounts_trailrow DISABLE TRIGGER trail_append_only")
    try:
        session = psycopg2.connect(**_parameters())
        session.autocommit = True
        yield session
        session.close()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE accounts_trailrow ENABLE TRIGGER trail_append_only")


def _parameters():
    given = connection.get_connection_params()
    kept = {name: given[name] for name in ("dbname", "host", "port") if given.get(name)}
    return {**kept, "user": ROLE}


def test_its_work_is_audited(working_role):
    make_department()
    with working_role.cursor() as cursor:
        cursor.execute("UPDATE accounts_department SET name = 'renamed'")
    assert TrailRow.objects.filter(table_name="accounts_department", operation="U").exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_trailrow SET door = 'x'",
        "DELETE FROM accounts_trailrow",
        "TRUNCATE accounts_trailrow",
        "UPDATE accounts_trailseal SET digest = 'x'",
        "DELETE FROM accounts_trailseal",
        "TRUNCATE accounts_trailseal",
        "DROP TRIGGER trail_update ON accounts_department",
        "ALTER TABLE accounts_department DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "DROP TABLE accounts_trailrow",
    ],
)
def test_it_cannot_change_the_trail_nor_step_around_it(working_role, statement):
    with working_role.cursor() as cursor, pytest.raises(psycopg2.errors.InsufficientPrivilege):
        cursor.execute(statement)
