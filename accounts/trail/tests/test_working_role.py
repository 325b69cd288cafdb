"""The role that the application works as adds to the trail and can never change it (RELIABILITY 2.12)."""

import json
import uuid
from datetime import timedelta

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection

from accounts.tests.builders import AT, make_department, make_user
from accounts.trail import seals
from accounts.trail.models import Redaction, TrailRow
from common import clock

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
        "SET orders.redacting = 'on'; UPDATE accounts_trailrow SET changes = '{}'",
        "SELECT orders_trail_rewrite(1, 'accounts_department', '{1}', '{name}', false, NULL)",
        "INSERT INTO accounts_redaction (reason) VALUES ('x')",
        "INSERT INTO accounts_redactedrow (trail_row_id) VALUES (1)",
        "UPDATE accounts_redaction SET reason = 'x'",
        "DELETE FROM accounts_redactedrow",
    ],
)
def test_it_cannot_change_the_trail_nor_step_around_it(working_role, statement):
    with working_role.cursor() as cursor, pytest.raises(psycopg2.errors.InsufficientPrivilege):
        cursor.execute(statement)


def test_it_redacts_by_the_function_alone(working_role):
    """Which notes what it does: the one way that is left to the application is told."""
    row = make_department(name="Wang Xiaoming")
    told = {"key": str(uuid.uuid4()), "at": AT.isoformat(), "actor": 1, "reason": "r", "part_of": ""}
    actor = make_user()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_trailrow ENABLE TRIGGER trail_append_only")
    with working_role.cursor() as cursor:
        cursor.execute("SELECT set_config('orders.actor', %s, false)", [str(actor.pk)])
        cursor.execute(
            "SELECT trail_rows FROM orders_trail_redact(%s, %s, '{name}', '{}', '{}', false)",
            [json.dumps({**told, "table": "accounts_department"}), [str(row.pk)]],
        )
        assert cursor.fetchone()[0] > 0
    done = Redaction.objects.get()
    assert done.reason == "r" and seals.verify().fault is None
    assert done.actor_id == actor.pk and abs(clock.now() - done.at) < timedelta(minutes=5), "not what the caller says"
    assert "Wang" not in json.dumps(
        [one.changes for one in TrailRow.objects.filter(table_name="accounts_department", row_id=row.pk)]
    )


def test_the_trigger_knows_the_owner_from_whoever_says_the_word(working_role):
    """Also where somebody granted more than he should."""
    make_department()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_trailrow ENABLE TRIGGER trail_append_only")
        cursor.execute(f"GRANT UPDATE ON accounts_trailrow TO {ROLE}")
    with working_role.cursor() as cursor, pytest.raises(psycopg2.errors.InsufficientPrivilege, match="append-only"):
        cursor.execute("SET orders.redacting = 'on'; UPDATE accounts_trailrow SET changes = '{}'")
    with connection.cursor() as cursor:
        cursor.execute(f"REVOKE UPDATE ON accounts_trailrow FROM {ROLE}")


def test_nobody_else_may_call_the_function(working_role):
    with connection.cursor() as cursor:
        cursor.execute("SELECT proacl::text FROM pg_proc WHERE proname = 'orders_trail_redact'")
        assert not any(grant.startswith("=") for grant in cursor.fetchone()[0].strip("{}").split(","))
