import smtplib
import socket
import ssl
import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from common import clock, locks, mailing, operation, outbox
from common.models import OutboxMessage

State = OutboxMessage.State


def _put(topic, key="k", at=None, payload=None):
    operation.in_operation(1, lambda: outbox.put(topic, key, payload or {}, at=at or clock.now()))


@pytest.fixture
def topic():
    name = "test.topic"
    behaviour = SimpleNamespace(raises=None, sent=[])

    def handle(message):
        if behaviour.raises:
            raise behaviour.raises
        behaviour.sent.append(message.dedupe_key)

    outbox.handlers._entries[name] = handle
    yield name, behaviour
    del outbox.handlers._entries[name]


@pytest.mark.django_db(transaction=True)
def test_one_dedupe_key_is_sent_once(topic):
    name, behaviour = topic
    _put(name)
    _put(name)
    assert outbox.relay() == 1
    assert outbox.relay() == 0
    assert behaviour.sent == ["k"]


@pytest.mark.django_db(transaction=True)
def test_a_message_that_may_have_gone_out_is_doubtful_and_not_repeated(topic):
    name, behaviour = topic
    behaviour.raises = ValueError("broken pipe after DATA")
    _put(name)
    outbox.relay()
    behaviour.raises = None
    outbox.relay(now=lambda: clock.now() + timedelta(days=1))
    assert OutboxMessage.objects.get().state == State.DOUBTFUL
    assert behaviour.sent == []


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_delivered_now_is_tried_for_days_and_then_waits_for_a_person(topic):
    name, behaviour = topic
    behaviour.raises = outbox.Retry("connection refused")
    at = clock.now()
    _put(name, at=at)
    outbox.relay(now=lambda: at)
    assert OutboxMessage.objects.get().state == State.PENDING
    for hour in range(2, 72):
        outbox.relay(now=lambda: at + timedelta(hours=hour))  # noqa: B023 called at once
    assert OutboxMessage.objects.get().state == State.PENDING
    for hour in range(72, 100):
        outbox.relay(now=lambda: at + timedelta(hours=hour))  # noqa: B023
    assert OutboxMessage.objects.get().state == State.FAILED
    assert outbox.standing(at=at).needs_a_person


@pytest.mark.django_db(transaction=True)
def test_who_does_not_answer_is_asked_once_a_relay(topic):
    name, behaviour = topic
    behaviour.raises = outbox.Away("timed out")
    at = clock.now()
    for key in "abc":
        _put(name, key, at=at)
    assert outbox.relay() == 1
    assert sorted(OutboxMessage.objects.values_list("state", "attempts")) == [
        (State.PENDING, 0),
        (State.PENDING, 0),
        (State.PENDING, 1),
    ]


@pytest.mark.django_db(transaction=True)
def test_a_slow_relay_notes_the_time_of_each_message_and_stops_when_its_time_is_over(topic):
    name, _behaviour = topic
    start = clock.now()
    for key in "abc":
        _put(name, key, at=start)
    ticks = iter(range(0, 10_000, 10))  # every look at the clock is ten seconds later
    outbox.relay(now=lambda: start + timedelta(seconds=next(ticks)))
    sent = list(OutboxMessage.objects.filter(state=State.SENT).order_by("id"))
    assert len(sent) == 2 and sent[0].sent_at < sent[1].claimed_at


@pytest.mark.django_db(transaction=True)
def test_one_relay_at_a_time(topic):
    name, behaviour = topic
    _put(name)
    counts = []

    def relay_beside():
        counts.append(outbox.relay())
        connection.close()

    with locks.held(locks.Lock.RELAY_OUTBOX):
        other = threading.Thread(target=relay_beside)
        other.start()
        other.join()
    assert counts == [0] and behaviour.sent == []


@pytest.mark.django_db(transaction=True)
def test_what_a_person_queued_again_meanwhile_is_not_overwritten(topic):
    name, behaviour = topic

    def handle(message):
        OutboxMessage.objects.update(state=State.PENDING, attempts=0)

    outbox.handlers._entries[name] = handle
    _put(name)
    outbox.relay(limit=1)
    assert OutboxMessage.objects.get().state == State.PENDING
    assert behaviour.sent == []


@pytest.mark.django_db(transaction=True)
def test_a_moot_message_is_closed_without_sending(topic):
    name, behaviour = topic
    behaviour.raises = outbox.Moot()
    _put(name)
    outbox.relay()
    assert OutboxMessage.objects.get().state == State.MOOT


@pytest.mark.django_db(transaction=True)
def test_a_claim_whose_worker_died_becomes_doubtful(topic):
    name, _behaviour = topic
    at = clock.now()
    _put(name, at=at)
    OutboxMessage.objects.update(state=State.SENDING, claimed_at=at)
    outbox.relay(now=lambda: at + outbox.CLAIM_TIMEOUT + timedelta(seconds=1))
    assert OutboxMessage.objects.get().state == State.DOUBTFUL


@pytest.mark.django_db(transaction=True)
def test_the_age_of_the_outbox_is_that_of_its_oldest_due_message(topic):
    name, _behaviour = topic
    at = clock.now()
    assert outbox.standing(at=at).oldest == timedelta()
    _put(name, at=at - timedelta(minutes=7))
    assert outbox.standing(at=at).oldest == timedelta(minutes=7)


@pytest.mark.django_db(transaction=True)
def test_mail_carries_the_same_message_id_whenever_it_is_sent():
    operation.in_operation(
        1, lambda: mailing.send(dedupe_key="m", to="a@example.com", subject="到货\n提醒", body="…", at=clock.now())
    )
    outbox.relay()
    sent = django_mail.outbox[-1]
    assert sent.subject == "到货 提醒"
    assert sent.extra_headers["Message-ID"].startswith(f"<outbox-{OutboxMessage.objects.get().pk}.")


def _mail():
    operation.in_operation(1, lambda: mailing.send(dedupe_key="m", to="a@b.c", subject="s", body="b", at=clock.now()))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "error",
    [
        socket.gaierror("no such name"),
        OSError("network is unreachable"),
        ssl.SSLError("handshake"),
        smtplib.SMTPAuthenticationError(535, b"no"),
        smtplib.SMTPServerDisconnected("greeting"),
    ],
)
def test_a_mail_server_that_cannot_be_reached_makes_nothing_doubtful(monkeypatch, error):
    def fail(self):
        raise error

    monkeypatch.setattr(EmailBackend, "open", fail)
    _mail()
    outbox.relay()
    assert OutboxMessage.objects.get().state == State.PENDING


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("error", "state"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b.c": (550, b"unknown")}), State.FAILED),
        (smtplib.SMTPRecipientsRefused({"a@b.c": (450, b"later")}), State.PENDING),
        (smtplib.SMTPDataError(452, b"full"), State.PENDING),
        (smtplib.SMTPServerDisconnected("after DATA"), State.DOUBTFUL),
    ],
)
def test_a_mail_servers_answer_decides(monkeypatch, error, state):
    def fail(self, messages):
        raise error

    monkeypatch.setattr(EmailBackend, "send_messages", fail)
    _mail()
    outbox.relay()
    assert OutboxMessage.objects.get().state == state
