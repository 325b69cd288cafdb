"""Redaction: what is taken out is gone, what is left is proven, and nobody redacts untold (ADR 0121)."""

import io
import json
import threading
import uuid
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from accounts.people.models import Department
from accounts.tests.builders import AT, make_department, make_user
from accounts.trail import redacting, seals
from accounts.trail.models import RedactedRow, Redaction, TrailRow
from accounts.trail.redacting import redact, redact_events
from common import clock, dates, errors, events
from common.models import Event
from common.operation import in_operation

pytestmark = pytest.mark.django_db(transaction=True)

TABLE = "accounts_department"
NAME = "Wang Xiaoming"


@pytest.fixture
def actor():
    return make_user()


@pytest.fixture
def room(actor):
    """A department with somebody's name, renamed, with an event that quotes it; all sealed."""
    row = make_department()
    rename(actor, row, NAME)
    seals.seal(at=AT)
    return row


def rename(actor, row, name, **event):
    def work():
        Department.objects.filter(pk=row.pk).update(name=name)
        events.record(
            "department.updated", row, at=AT, reason=f"asked by {name}", **(event or {"changes": {"name": ["x", name]}})
        )

    in_operation(actor.pk, work)


def forget(actor, row, columns=("name",), reason="Request 7", **more):
    """What an operation that anonymises does: it changes the row, then has the trail redacted."""

    def work():
        Department.objects.filter(pk=row.pk).update(name="-")
        return redact(table=TABLE, row_ids=[row.pk], columns=columns, reason=reason, actor=actor, at=AT, **more)

    return in_operation(actor.pk, work)


def everything_told():
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, ' ') FROM accounts_trailrow t")
        trail = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(e::text, ' ') FROM common_event e")
        return trail + (cursor.fetchone()[0] or "")


def rows_of(room):
    return TrailRow.objects.filter(table_name=TABLE, row_id=str(room.pk)).order_by("pk")


def test_what_was_sealed_and_what_was_not_is_gone_and_the_trail_is_whole(actor, room):
    rename(actor, room, NAME + " II")  # not sealed yet
    assert NAME in everything_told()
    assert forget(actor, room) > 3
    assert NAME not in everything_told()
    found = seals.verify()
    assert found.fault is None and found.redacted > 3
    seals.seal(at=AT)
    found = seals.verify()
    assert found.fault is None and found.unsealed == 0 and found.redacted == RedactedRow.objects.count()


def test_rows_made_changed_and_deleted_lose_the_named_columns_and_keep_the_others(actor, room):
    code = room.code
    forget(actor, room)
    with transaction.atomic():
        Department.objects.filter(pk=room.pk).delete()
    in_operation(
        actor.pk,
        lambda: redact(table=TABLE, row_ids=[room.pk], columns=["name"], reason="r", actor=actor, at=AT),
    )
    mark = {"redacted": Redaction.objects.order_by("pk")[0].pk}
    made, *_, deleted = rows_of(room)
    changed = rows_of(room).filter(operation="U", changes__has_key="name")[0]
    assert (made.operation, made.changes["name"], made.changes["code"]) == ("I", mark, code)
    assert (changed.operation, changed.changes["name"]) == ("U", [mark, mark])
    assert deleted.operation == "D" and set(deleted.changes["name"]) == {"redacted"} and deleted.changes["code"] == code


def test_the_events_about_a_row_lose_it_too_and_keep_their_places(actor, room):
    events.place_events()
    before = list(Event.objects.order_by("pk").values_list("pk", "position", "kind", "at"))
    forget(actor, room)
    event = Event.objects.get(subject_id=room.pk, kind="department.updated")
    assert event.data == {"changes": {"name": ["x", "[redacted]"]}} and event.reason == "asked by [redacted]"
    assert event.redaction_id == Redaction.objects.get().pk
    assert list(Event.objects.order_by("pk").values_list("pk", "position", "kind", "at")) == before


def test_events_about_other_things_lose_the_texts_that_are_named(actor, room):
    other = make_department()
    rename(actor, other, "Elsewhere", who=NAME, n=3, by={NAME: 1})
    [event] = Event.objects.filter(subject_id=other.pk, kind="department.updated")
    told = []
    redacting.followers.register("test", told.append)
    try:
        redact_events(event_ids=[event.pk], texts=[NAME], reason="Request 7", actor=actor, at=AT)
    finally:
        redacting.followers._entries.pop("test")
    event.refresh_from_db()
    assert event.data == {"who": "[redacted]", "n": 3, "by": {"[redacted]": 1}} and event.reason == "asked by Elsewhere"
    row = TrailRow.objects.get(table_name="common_event", row_id=str(event.pk), operation="I")
    assert (
        row.changes["data"]["who"] == {"redacted": event.redaction_id} and row.changes["kind"] == "department.updated"
    )
    assert told == [[event.pk]] and seals.verify().fault is None


def test_a_second_redaction_of_other_columns_goes_on_from_the_first(actor, room):
    forget(actor, room)
    assert forget(actor, room, columns=["code", "name"], reason="Request 8") > 0
    [made] = rows_of(room).filter(operation="I")
    assert [one.redaction.reason for one in RedactedRow.objects.filter(trail_row_id=made.pk).order_by("pk")] == [
        "Request 7",
        "Request 8",
    ]
    assert seals.verify().fault is None
    assert forget(actor, room, columns=["code"]) == 0  # nothing is left to take, and nothing is noted
    assert Redaction.objects.count() == 2


def test_two_redactions_at_once_leave_a_whole_trail(actor, room):
    results, start = [], threading.Barrier(2)

    def run(column):
        try:
            start.wait(10)
            results.append(redact(table=TABLE, row_ids=[room.pk], columns=[column], reason="r", actor=actor, at=AT))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[column]) for column in ("name", "code")]
    [thread.start() for thread in threads]
    [thread.join(30) for thread in threads]
    assert len(results) == 2
    [made] = rows_of(room).filter(operation="I")
    assert {type(made.changes[name]) for name in ("name", "code")} == {dict}
    assert RedactedRow.objects.filter(trail_row_id=made.pk).count() == 2
    assert seals.verify().fault is None
    seals.seal(at=AT)
    assert seals.verify().fault is None


def test_a_redaction_that_is_undone_leaves_everything_as_it_was(actor, room):
    before = everything_told()

    def work():
        forget(actor, room)
        raise errors.Conflict("no", code="no")

    with pytest.raises(errors.Conflict):
        in_operation(actor.pk, work)
    assert everything_told() == before and not Redaction.objects.exists()


def test_the_command_says_what_was_redacted_by_whom_when_and_why(actor, room):
    forget(actor, room)
    out = io.StringIO()
    call_command("verify_trail", stdout=out)
    assert f"{RedactedRow.objects.count()} rows redacted" in out.getvalue()
    assert actor.name in out.getvalue() and "Request 7" in out.getvalue()
    assert dates.business_day(Redaction.objects.get().at).isoformat() in out.getvalue()


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("accounts_trailrow", ["changes"]),
        (TABLE, ["id"]),
        (TABLE, ["parent_id"]),
        (TABLE, ["nothing"]),
        ("common_event", ["kind"]),
    ],
)
def test_what_holds_the_trail_together_is_not_redacted(actor, room, table, columns):
    with pytest.raises(ValueError):
        redact(table=table, row_ids=[room.pk], columns=columns, reason="r", actor=actor, at=AT)


def test_a_redaction_says_why(actor, room):
    with pytest.raises(errors.Invalid):
        redact(table=TABLE, row_ids=[room.pk], columns=["name"], reason=" ", actor=actor, at=AT)


# -- forgers ----------------------------------------------------------------------------------------------------------


def as_owner(statement, *parameters):
    """With the word that the function sets, which an owner can say too."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL orders.redacting = 'on'")
        cursor.execute(statement, parameters)


def first_row(room):
    return rows_of(room).filter(operation="I").get()


def test_an_update_by_the_owner_without_a_record_is_found(room):
    victim = first_row(room)
    as_owner("UPDATE accounts_trailrow SET changes = changes - 'name' WHERE id = %s", victim.pk)
    fault = seals.verify().fault
    assert fault.row_id == victim.pk and "changed after sealing" in fault.what


def test_an_update_of_a_row_that_was_redacted_is_found(actor, room):
    forget(actor, room)
    victim = first_row(room)
    as_owner('UPDATE accounts_trailrow SET changes = changes || \'{"code": "forged"}\' WHERE id = %s', victim.pk)
    fault = seals.verify().fault
    assert fault.row_id == victim.pk and "not what its redaction left" in fault.what


def test_an_update_of_an_unsealed_row_that_was_redacted_is_found(actor):
    row = make_department()
    forget(actor, row)
    victim = first_row(row)
    as_owner('UPDATE accounts_trailrow SET changes = changes || \'{"code": "forged"}\' WHERE id = %s', victim.pk)
    assert seals.verify().fault.row_id == victim.pk


def put_in_record(row, before, after):
    """A record by hand: the trail tells of it by itself, but it says nothing true."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_redaction (key, at, actor_id, reason, part_of, table_name, columns, row_ids,"
            " row_count, event_count) VALUES (gen_random_uuid(), now(), 1, 'x', '', %s, '[]', '[]', 1, 0) RETURNING id",
            [row.table_name],
        )
        cursor.execute(
            "INSERT INTO accounts_redactedrow (trail_row_id, redaction_id, before_hash, after_hash)"
            " VALUES (%s, %s, %s, %s)",
            [row.pk, cursor.fetchone()[0], before, after],
        )


def test_a_record_without_a_redaction_is_found(room):
    victim = first_row(room)
    with transaction.atomic():
        put_in_record(victim, "00" * 32, "11" * 32)
    assert seals.verify().fault.row_id == victim.pk


def test_a_record_whose_first_hash_is_not_what_was_sealed_is_found(room):
    victim = first_row(room)
    as_owner("UPDATE accounts_trailrow SET changes = '{}' WHERE id = %s", victim.pk)
    [now] = [row.hash for row in seals.sealed_rows.read(victim.pk, victim.pk)]
    with transaction.atomic():
        put_in_record(victim, "00" * 32, now.hex())
    fault = seals.verify().fault
    assert fault.row_id == victim.pk and "changed after sealing" in fault.what


def edit_records(statement, *parameters):
    with transaction.atomic(), connection.cursor() as cursor:
        for table in ("accounts_redaction", "accounts_redactedrow"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, parameters)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("accounts_redaction", "accounts_redactedrow"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM accounts_redactedrow WHERE trail_row_id = %s",
        "UPDATE accounts_redactedrow SET before_hash = after_hash, after_hash = before_hash WHERE trail_row_id = %s",
        "UPDATE accounts_redactedrow SET before_hash = repeat('0', 64) WHERE trail_row_id = %s",
        "UPDATE accounts_redaction SET reason = 'another' WHERE %s > 0",
        "UPDATE accounts_redaction SET at = at + interval '1 day' WHERE %s > 0",
        "UPDATE accounts_redaction SET actor_id = actor_id + 1 WHERE %s > 0",
    ],
)
def test_a_record_that_was_removed_or_changed_is_found(actor, room, statement):
    forget(actor, room)
    victim = first_row(room)
    edit_records(statement, victim.pk)
    assert seals.verify().fault.row_id == victim.pk


def test_the_record_of_an_unsealed_row_that_was_removed_is_missed(actor):
    row = make_department()
    forget(actor, row)
    edit_records("DELETE FROM accounts_redactedrow WHERE trail_row_id = %s", first_row(row).pk)
    assert "was removed" in seals.verify().fault.what


def call_it(actor, room, columns, **more):
    told = {"key": str(uuid.uuid4()), "at": "2020-01-01T00:00:00Z", "actor": 1, "reason": "r", "part_of": "", **more}
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('orders.actor', %s, true)", [str(actor.pk) if actor else ""])
        cursor.execute("SELECT set_config('orders.bulk', 'a load', true)")
        cursor.execute(
            "SELECT trail_rows, current_setting('orders.bulk') FROM orders_trail_redact("
            "%s, %s, %s::text[], '{}', '{}', false)",
            [json.dumps({"table": TABLE, **told}), [str(room.pk)], columns],
        )
        return cursor.fetchone()


def test_whoever_calls_the_function_says_neither_who_nor_when_nor_that_it_is_a_load(actor, room):
    with transaction.atomic():
        rows, bulk = call_it(actor, room, ["name"])
    done = Redaction.objects.get()
    assert rows > 0 and bulk == "a load" and done.actor_id == actor.pk and done.at.year != 2020
    assert seals.verify().fault is None


@pytest.mark.parametrize("columns", [["id"], ["name", "parent_id"]])
def test_the_function_itself_refuses_keys(actor, room, columns):
    with pytest.raises(Exception, match="keys hold"), transaction.atomic():
        call_it(actor, room, columns)


def test_the_function_itself_refuses_nobody_and_what_is_no_table(actor, room):
    with pytest.raises(Exception, match="somebody"), transaction.atomic():
        call_it(None, room, ["name"])
    with pytest.raises(Exception, match="no table"), transaction.atomic():
        call_it(actor, room, ["name"], table="nothing")


def put_in_whole(by, moment):
    """A redaction of nothing, put in by hand: the trail tells of it by itself."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('orders.actor', %s, true)", [str(by)])
        cursor.execute(
            "INSERT INTO accounts_redaction (key, at, actor_id, reason, part_of, table_name, columns, row_ids,"
            " row_count, event_count) VALUES (gen_random_uuid(), %s, %s, 'x', '', 'accounts_department', '[]', '[]',"
            " 0, 0)",
            [moment, 77],
        )


@pytest.mark.parametrize(("by", "days", "is_found"), [(77, 0, False), (77, 30, True), (78, 0, True)])
def test_a_record_of_another_time_or_person_than_the_trail_knows_is_found(room, by, days, is_found):
    put_in_whole(by, clock.now() - timedelta(days=days))
    assert (seals.verify().fault is not None) is is_found


def test_records_are_never_redacted_themselves(actor, room):
    forget(actor, room)
    told = json.dumps({"table": "accounts_redactedrow", "reason": "r", "key": "x"})
    with pytest.raises(Exception, match="told for ever"), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM orders_trail_redact(%s, '{1}', '{before_hash}', '{}', '{}', false)", [told])
