"""The ground floor's own promises, each broken once by hand (RELIABILITY 3: 18, 21), and how the checks run."""

from datetime import timedelta

import pytest
from django.db import connection

from common import clock, invariants
from common.invariants import Invariant, offenders
from common.models import IdempotencyRecord, Job, OutboxMessage

pytestmark = pytest.mark.django_db


def message(**given):
    at = clock.now()
    return OutboxMessage.objects.create(**{"topic": "mail", "dedupe_key": "m", "due_at": at, "created_at": at, **given})


def undelivered():
    return offenders(invariants.invariants["outbox.delivered"])


@pytest.mark.parametrize("state", ["DOUBTFUL", "FAILED"])
def test_what_waits_for_a_person_is_named(state):
    message(state=state)
    assert [row["state"] for row in undelivered()] == [state]


def test_what_nobody_sends_is_named():
    long_ago = clock.now() - timedelta(minutes=11)
    message(due_at=long_ago)
    message(dedupe_key="n", state="SENDING", claimed_at=long_ago)
    assert len(undelivered()) == 2


def test_what_is_tried_again_may_wait_an_hour():
    message(attempts=2, due_at=clock.now() + timedelta(minutes=1))
    assert undelivered() == []
    OutboxMessage.objects.update(created_at=clock.now() - timedelta(minutes=61))
    assert len(undelivered()) == 1


def test_an_idempotency_key_that_answers_twice_is_named():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        cursor.execute("ALTER TABLE common_idempotencyrecord DROP CONSTRAINT idempotency_client_key")
    for _n in range(2):
        IdempotencyRecord.objects.create(client="c", key="k", body_hash="", status=201, created_at=clock.now())
    assert {"c", ""} == {row["client"] for row in offenders(invariants.invariants["idempotency.once"])}


def test_one_that_cannot_be_checked_is_a_finding_and_hides_no_other():
    invariants.invariants.register("test.wrong", Invariant(99, "Wrong", "SELECT no_such_column FROM common_job"))
    try:
        job = invariants.run(actor_id=1, at=clock.now())
    finally:
        del invariants.invariants._entries["test.wrong"]
    assert (job.state, job.result["broken"]) == (Job.State.DONE, 1)
    told = job.result["findings"]
    assert len(told) == len(invariants.invariants) + 1 and "no_such_column" in told[-1]["error"]
    assert invariants.last_run() == job and invariants.running_since() is None
