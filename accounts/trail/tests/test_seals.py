"""Seals: nothing can slip under one, and whoever tampers is named (RELIABILITY 2.12)."""

import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from accounts.tests.builders import AT, make_department
from accounts.trail import seals
from accounts.trail.models import TrailRow, TrailSeal
from common.models import Currency

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sealed():
    make_department()
    make_department()
    assert seals.seal(at=AT) == TrailRow.objects.count()
    return list(TrailRow.objects.order_by("id"))


def tamper(statement, *parameters):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_trailrow DISABLE TRIGGER trail_append_only")
        cursor.execute("ALTER TABLE accounts_trailseal DISABLE TRIGGER trail_append_only")
        cursor.execute(statement, parameters)
        cursor.execute("ALTER TABLE accounts_trailrow ENABLE TRIGGER trail_append_only")
        cursor.execute("ALTER TABLE accounts_trailseal ENABLE TRIGGER trail_append_only")


def test_a_whole_trail_verifies_and_grows_seal_by_seal(sealed, monkeypatch):
    assert seals.seal(at=AT) == 0
    make_department()
    monkeypatch.setattr(seals, "SEAL_ROWS", 2)
    seals.seal(at=AT)
    found = seals.verify()
    assert found.fault is None and found.unsealed == 0
    assert found.rows == TrailRow.objects.count()
    assert found.seals == TrailSeal.objects.count() > 2


def test_a_changed_row_is_named(sealed):
    victim = sealed[3]
    tamper('UPDATE accounts_trailrow SET changes = changes || \'{"name": "forged"}\' WHERE id = %s', victim.pk)
    fault = seals.verify().fault
    assert fault.row_id == victim.pk and "changed" in fault.what
    with pytest.raises(CommandError, match=f"row {victim.pk}"):
        call_command("verify_trail")


def test_a_removed_row_is_missed(sealed):
    tamper("DELETE FROM accounts_trailrow WHERE id = %s", sealed[3].pk)
    fault = seals.verify().fault
    assert fault.row_id == sealed[4].pk and "removed" in fault.what


def test_a_removed_last_row_is_missed(sealed):
    tamper("DELETE FROM accounts_trailrow WHERE id = %s", sealed[-1].pk)
    assert seals.verify().fault.row_id == sealed[-2].pk


def test_a_row_put_in_later_is_named(sealed):
    tamper("UPDATE accounts_trailrow SET id = %s WHERE id = %s", sealed[2].pk + 10**6, sealed[2].pk)
    tamper("INSERT INTO accounts_trailrow SELECT * FROM accounts_trailrow WHERE false")
    assert seals.verify().fault.row_id == sealed[3].pk


def test_a_forged_seal_breaks_the_chain(sealed):
    make_department()
    seals.seal(at=AT)
    first = TrailSeal.objects.order_by("id").first()
    tamper("UPDATE accounts_trailseal SET digest = repeat('0', 64) WHERE id = %s", first.pk)
    assert seals.verify().fault.row_id == first.first_id


def test_a_removed_first_seal_is_missed(sealed):
    make_department()
    seals.seal(at=AT)
    first = TrailSeal.objects.order_by("id").first()
    tamper("DELETE FROM accounts_trailseal WHERE id = %s", first.pk)
    assert seals.verify().fault is not None


def test_a_row_of_a_transaction_still_running_is_waited_for():
    """It drew its id before others that are committed: sealing past it would break the seal later."""
    began, may_end = threading.Event(), threading.Event()

    def slow():
        try:
            with transaction.atomic():
                Currency.objects.create(code="SLW", name="slow", symbol="s")
                began.set()
                may_end.wait(10)
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    began.wait(10)
    make_department()  # commits later ids
    assert seals.seal(at=AT, patience=0.2) == 0
    assert TrailSeal.objects.count() == 0
    may_end.set()
    thread.join()
    assert seals.seal(at=AT) == TrailRow.objects.count()
    assert seals.verify().fault is None
    assert TrailRow.objects.filter(table_name="common_currency", row_id="SLW").exists()


def test_the_commands_say_what_they_did(sealed, capsys):
    call_command("seal_trail")
    call_command("verify_trail")
    printed = capsys.readouterr().out
    assert "0 rows sealed" in printed and "are whole" in printed
