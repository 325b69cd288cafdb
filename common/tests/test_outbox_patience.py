"""Whose turn it is: what somebody waits for goes before what is one of thousands, and that goes too."""

import json
from collections import Counter
from datetime import timedelta
from itertools import count, pairwise

import pytest
from django.db import connection

from common import clock, mailing, operation, outbox
from common.models import OutboxMessage
from common.outbox import Patience

pytestmark = pytest.mark.django_db(transaction=True)
State = OutboxMessage.State
TOPICS = {Patience.URGENT: "test.urgent", Patience.NORMAL: "test.normal", Patience.PATIENT: "test.patient"}


@pytest.fixture
def sent(monkeypatch):
    """Three topics, one of each patience; what was sent, in order. Turns begin with the first."""
    found = []
    monkeypatch.setattr(outbox, "_turns", {"": count(), "mail": count()})
    for patience, topic in TOPICS.items():
        outbox.handlers._entries[topic] = lambda message: found.append(Patience(message.patience))
        if patience != Patience.NORMAL:  # a topic that says nothing is of that
            outbox.patience._entries[topic] = patience
    yield found
    for topic in TOPICS.values():
        del outbox.handlers._entries[topic]
        outbox.patience._entries.pop(topic, None)


def put(patience, many=1, since=timedelta()):
    at = clock.now() - since

    def write():
        for number in range(many):
            outbox.put(TOPICS[patience], f"{patience} {number} {at}", {}, at=at)

    operation.in_operation(1, write)


def test_a_password_mail_does_not_stand_behind_thousands_of_reminders(sent):
    put(Patience.PATIENT, 60, since=timedelta(hours=1))
    for limit in range(1, 20):  # wherever in the round it comes
        outbox.relay(limit=limit % 3)
        put(Patience.URGENT)
        done = len(sent)
        outbox.relay(limit=2)
        assert Patience.URGENT in sent[done:]


def test_a_queue_of_each_goes_by_shares_and_each_oldest_first(sent):
    for patience in TOPICS:
        put(patience, 50)
    assert outbox.relay(limit=50) == 50
    assert Counter(sent) == {Patience.URGENT: 35, Patience.NORMAL: 10, Patience.PATIENT: 5}
    outbox.relay()
    assert Counter(sent) == dict.fromkeys(TOPICS, 50)
    for patience, topic in TOPICS.items():
        rows = OutboxMessage.objects.filter(topic=topic, patience=patience)
        assert list(rows.order_by("sent_at", "pk")) == list(rows.order_by("pk"))


def test_what_is_patient_goes_as_well_where_a_relay_may_send_only_one(sent):
    put(Patience.URGENT, 40)
    put(Patience.PATIENT, 5)
    for _minute in range(20):
        outbox.relay(limit=1)
    assert Counter(sent) == {Patience.URGENT: 18, Patience.PATIENT: 2}


def test_alone_everything_goes_at_once(sent):
    put(Patience.PATIENT, 15)
    assert outbox.relay() == 15


def test_whose_other_side_is_away_keeps_no_turn(sent):
    def away(message):
        raise outbox.Away("timed out")

    outbox.handlers._entries[TOPICS[Patience.URGENT]] = away
    put(Patience.URGENT, 3)
    put(Patience.PATIENT, 4)
    assert outbox.relay() == 5
    assert sent == [Patience.PATIENT] * 4
    assert sum(OutboxMessage.objects.filter(patience=Patience.URGENT).values_list("attempts", flat=True)) == 1


def test_nothing_urgent_ever_stands_behind_two_others():
    round_and_on = [turn[0] for turn in (*outbox.TURNS, outbox.TURNS[0])]
    assert all(Patience.URGENT in pair for pair in pairwise(round_and_on))
    assert all(set(turn) == set(Patience) for turn in outbox.TURNS)
    assert Counter(round_and_on[:-1])[Patience.PATIENT] / len(outbox.TURNS) >= 0.1


def test_what_is_patient_is_late_after_hours_and_other_messages_after_minutes(sent):
    put(Patience.PATIENT, since=timedelta(minutes=50))
    put(Patience.URGENT, since=timedelta(minutes=5))
    now = clock.now()
    assert not outbox.standing(at=now).is_late and outbox.standing(at=now).oldest >= timedelta(minutes=50)
    assert outbox.standing(at=now + timedelta(minutes=6)).is_late
    OutboxMessage.objects.filter(patience=Patience.URGENT).delete()
    assert not outbox.standing(at=now + timedelta(minutes=6)).is_late
    assert outbox.standing(at=now + timedelta(minutes=71)).is_late


def test_each_mail_knows_its_patience_from_its_topic():
    assert outbox.patience["mail"] == outbox.patience["inbox-mail"] == Patience.URGENT
    for topic in ("reminder", "reminder-chat", "progress-letter", "dunning"):
        assert outbox.patience[topic] == Patience.PATIENT
    assert outbox.patience["quotation"] == Patience.NORMAL
    at = clock.now()
    operation.in_operation(1, lambda: mailing.send(dedupe_key="m", to="a@b.c", subject="s", body="b", at=at))
    assert OutboxMessage.objects.get().patience == Patience.URGENT


def _fill(state, patience, many):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO common_outboxmessage"
            " (topic, dedupe_key, payload, state, attempts, due_at, last_error, created_at, patience)"
            " SELECT %s, %s || n, '{}', %s, 0, now(), '', now(), %s FROM generate_series(1, %s) n",
            [TOPICS[patience], f"{state}{patience} ", state, int(patience), many],
        )


def test_the_next_one_is_found_by_its_index_however_many_wait_or_went(sent):
    _fill(State.PENDING, Patience.PATIENT, 3000)
    _fill(State.SENT, Patience.URGENT, 20_000)
    _fill(State.PENDING, Patience.URGENT, 1)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE common_outboxmessage")
    asked = []

    def look(execute, sql, params, many, context):
        if sql.startswith("SELECT") and "SKIP LOCKED" in sql:
            asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        outbox.relay(limit=2, server="")
    assert sent == [Patience.URGENT, Patience.PATIENT]
    assert len(asked) == 4  # the first at once; the second after nothing urgent and nothing normal was found
    for sql, params in asked:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", params)
            (plan,) = cursor.fetchone()[0]
        assert '"Index Name": "outbox_turn"' in json.dumps(plan)
        assert plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"] < 100
