"""The triggers see every way a row can change, and nobody changes what they wrote (RELIABILITY 2.12)."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.people import operations
from accounts.people.models import Department, User
from accounts.tests.builders import AT, make_department, make_user
from accounts.trail import install
from accounts.trail.models import TrailRow
from common.models import Currency

pytestmark = pytest.mark.django_db


def rows(table, pk=None):
    found = TrailRow.objects.filter(table_name=table).order_by("id")
    return list(found.filter(row_id=str(pk)) if pk is not None else found)


def test_an_operation_leaves_who_how_and_what():
    boss = make_user("administrator")
    department = make_department(name="East")
    operations.update_department(actor=boss, department_id=department.pk, changes={"name": "West"}, at=AT)
    row = rows("accounts_department", department.pk)[-1]
    assert (row.operation, row.actor_id, row.changes) == ("U", boss.pk, {"name": ["East", "West"]})
    assert row.request_id
    created = rows("accounts_department", department.pk)[0]
    assert created.operation == "I" and created.changes["name"] == "East"
    assert "head_id" not in created.changes  # NULL is left out


def test_meaning_and_facts_share_a_transaction():
    department = make_department()
    fact = rows("accounts_department", department.pk)[0]
    meaning = [row for row in rows("common_event") if row.changes["kind"] == "department.created"][-1]
    assert meaning.transaction_id == fact.transaction_id
    assert meaning.changes["subject_id"] == department.pk


def test_bulk_updates_and_raw_sql_are_seen():
    one, two = make_department(), make_department()
    Department.objects.filter(pk__in=[one.pk, two.pk]).update(is_region=True)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_department SET name = 'X' WHERE id = %s", [one.pk])
    assert [row.changes for row in rows("accounts_department", one.pk)][-2:] == [
        {"is_region": [False, True]},
        {"name": [one.name, "X"]},
    ]
    assert rows("accounts_department", two.pk)[-1].changes == {"is_region": [False, True]}


def test_a_deleted_row_stays_readable():
    Currency.objects.create(code="XYZ", name="Gone", symbol="x")
    Currency.objects.filter(code="XYZ").delete()
    last = rows("common_currency", "XYZ")[-1]
    assert (last.operation, last.changes["name"]) == ("D", "Gone")


def test_what_did_not_change_leaves_no_row():
    department = make_department()
    before = TrailRow.objects.count()
    Department.objects.filter(pk=department.pk).update(name=department.name)
    assert TrailRow.objects.count() == before


def test_secrets_never_reach_the_trail():
    user = make_user()
    operations.set_password(actor=make_user("administrator"), user_id=user.pk, password="quite-another-1", at=AT)
    for row in rows("accounts_user", user.pk):
        assert not {"password", "search_grams", "session_epoch"} & set(row.changes)
    assert user.password not in str([row.changes for row in rows("accounts_user", user.pk)])


def test_a_bulk_load_leaves_one_row_for_what_it_inserts_and_old_values_of_what_it_changes():
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('orders.bulk', 'load of May', true)")
        Currency.objects.bulk_create([Currency(code=f"X{n:02}", name="x", symbol="x") for n in range(50)])
        Currency.objects.filter(code="X07").update(name="y")
        Currency.objects.filter(code="X08").delete()
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('orders.bulk', '', true)")
    batch = [row for row in rows("common_currency") if row.operation == "B"]
    assert [row.changes for row in batch] == [{"label": "load of May", "operation": "I", "count": 50}]
    assert [row.changes for row in rows("common_currency", "X07")] == [{"name": ["x", "y"]}]
    assert [(row.operation, row.changes["name"]) for row in rows("common_currency", "X08")] == [("D", "x")]


@pytest.mark.parametrize("table", ["accounts_trailrow", "accounts_trailseal"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_not_even_the_owner_changes_the_trail(table, statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_every_business_table_has_its_triggers_and_exceptions_have_reasons():
    audited = install.audited_tables()
    assert {"accounts_user", "accounts_rolegrant", "accounts_comment_mentions", "common_event"} <= set(audited)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, count(*) FROM pg_trigger"
            " WHERE tgname LIKE 'trail\\_%' AND tgname <> 'trail_append_only' GROUP BY 1"
        )
        assert dict(cursor.fetchall()) == dict.fromkeys(audited, 3)
    assert all(install.exempt_tables.values())


def test_installing_again_makes_nothing_new():
    assert install.install(connection) == 0
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER trail_update ON accounts_user")
    assert install.install(connection) == 1


def test_many_rows_are_compared_soon_by_a_session_that_changed_single_ones_before():
    """The session keeps the plan that it made for one row; with nested loops these five hundred took ten seconds."""
    people = [User(username=f"many{n}", name="Many", joined_at=AT) for n in range(500)]
    User.objects.bulk_create(people)
    for one in people[:8]:
        User.objects.filter(pk=one.pk).update(job_title="Engineer")
    before = TrailRow.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '2s'")
        cursor.execute("UPDATE accounts_user SET job_title = 'Head' WHERE username LIKE 'many%'")
    assert TrailRow.objects.count() - before == 500
