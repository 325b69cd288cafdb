from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail as django_mail

from common import clock, mail, operation, outbox
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
    assert outbox.relay(at=clock.now()) == 1
    assert outbox.relay(at=clock.now()) == 0
    assert behaviour.sent == ["k"]


@pytest.mark.django_db(transaction=True)
def test_a_message_that_may_have_gone_out_is_doubtful_and_not_repeated(topic):
    name, behaviour = topic
    behaviour.raises = ValueError("broken pipe after DATA")
    _put(name)
    outbox.relay(at=clock.now())
    behaviour.raises = None
    outbox.relay(at=clock.now() + timedelta(days=1))
    assert OutboxMessage.objects.get().state == State.DOUBTFUL
    assert behaviour.sent == []


@pytest.mark.django_db(transaction=True)
def test_a_refused_connection_is_tried_again_later_and_gives_up_visibly(topic):
    name, behaviour = topic
    behaviour.raises = outbox.Retry("connection refused")
    at = clock.now()
    _put(name, at=at)
    outbox.relay(at=at)
    assert OutboxMessage.objects.get().state == State.PENDING
    for day in range(1, outbox.MAX_ATTEMPTS + 1):
        outbox.relay(at=at + timedelta(days=day))
    assert OutboxMessage.objects.get().state == State.FAILED


@pytest.mark.django_db(transaction=True)
def test_a_moot_message_is_closed_without_sending(topic):
    name, behaviour = topic
    behaviour.raises = outbox.Moot()
    _put(name)
    outbox.relay(at=clock.now())
    assert OutboxMessage.objects.get().state == State.MOOT


@pytest.mark.django_db(transaction=True)
def test_a_claim_whose_worker_died_becomes_doubtful(topic):
    name, _behaviour = topic
    at = clock.now()
    _put(name, at=at)
    OutboxMessage.objects.update(state=State.SENDING, claimed_at=at)
    outbox.relay(at=at + outbox.CLAIM_TIMEOUT + timedelta(seconds=1))
    assert OutboxMessage.objects.get().state == State.DOUBTFUL


@pytest.mark.django_db(transaction=True)
def test_the_age_of_the_outbox_is_that_of_its_oldest_due_message(topic):
    name, _behaviour = topic
    at = clock.now()
    assert outbox.oldest_age(at=at) == timedelta()
    _put(name, at=at - timedelta(minutes=7))
    assert outbox.oldest_age(at=at) == timedelta(minutes=7)


@pytest.mark.django_db(transaction=True)
def test_mail_carries_the_same_message_id_whenever_it_is_sent():
    operation.in_operation(
        1, lambda: mail.send(dedupe_key="m", to="a@example.com", subject="到货\n提醒", body="…", at=clock.now())
    )
    outbox.relay(at=clock.now())
    sent = django_mail.outbox[-1]
    assert sent.subject == "到货 提醒"
    assert sent.extra_headers["Message-ID"].startswith(f"<outbox-{OutboxMessage.objects.get().pk}@")
