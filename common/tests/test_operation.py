from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection, transaction

from common import clock, errors, events, operation, outbox
from common.models import Event, OutboxMessage

actor = SimpleNamespace(pk=1)


class Deadlock(Exception):
    pgcode = "40P01"


def _fail(code: str) -> OperationalError:
    cause = Exception()
    cause.pgcode = code  # type: ignore[attr-defined]
    error = OperationalError(code)
    error.__cause__ = cause
    return error


@pytest.mark.django_db(transaction=True)
def test_events_and_outbox_rows_commit_with_the_work():
    @operation.operation
    def work(*, actor, at):
        events.record("thing.done", at=at, amount="1.00")
        outbox.put("mail", "once", {"to": "a@example.com"}, at=at)

    work(actor=actor, at=clock.now())
    assert Event.objects.get().kind == "thing.done"
    assert OutboxMessage.objects.get().dedupe_key == "once"


@pytest.mark.django_db(transaction=True)
def test_a_failing_operation_tells_nothing():
    @operation.operation
    def work(*, actor, at):
        events.record("thing.done", at=at)
        raise errors.Conflict()

    with pytest.raises(errors.Conflict):
        work(actor=actor, at=clock.now())
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_nested_operation_joins_and_rolls_back_with_its_caller():
    @operation.operation
    def inner(*, actor, at):
        events.record("inner", at=at)

    @operation.operation
    def outer(*, actor, at):
        inner(actor=actor, at=at)
        raise errors.Conflict()

    with pytest.raises(errors.Conflict):
        outer(actor=actor, at=clock.now())
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_deadlocks_are_retried_three_times_and_then_told_as_busy(monkeypatch):
    monkeypatch.setattr(operation.time, "sleep", lambda seconds: None)
    tries = []

    @operation.operation
    def work(*, actor, give_up):
        tries.append(1)
        if len(tries) <= give_up:
            raise _fail("40P01")
        return "done"

    assert work(actor=actor, give_up=3) == "done"
    tries.clear()
    with pytest.raises(errors.Unavailable):
        work(actor=actor, give_up=99)
    assert len(tries) == operation.MAX_RETRIES + 1


@pytest.mark.django_db(transaction=True)
def test_the_database_knows_who_acts_only_inside_the_transaction():
    operation.set_origin("api", "req-1")

    @operation.operation
    def work(*, actor):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('orders.actor'), current_setting('orders.door')")
            return cursor.fetchone()

    assert work(actor=actor) == ("1", "api")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('orders.actor', true)")
        assert cursor.fetchone()[0] in (None, "")
    operation.set_origin("", "")


def test_recording_outside_an_operation_is_a_bug():
    with pytest.raises(RuntimeError):
        events.record("thing.done", at=clock.now())


def test_an_operation_without_an_actor_is_refused():
    @operation.operation
    def work(*, actor):
        return None

    with pytest.raises(errors.NotAllowed):
        work(actor=None)
    with pytest.raises(TypeError):
        work(actor)
