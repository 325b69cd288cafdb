"""Mail against real servers: what each mail became is known exactly, and a server that hangs holds up only mail."""

import threading
import time
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import override_settings

from common import clock, locks, mailing, operation, outbox
from common.mailing.models import MailAddress
from common.models import OutboxMessage, Setting
from common.tests import mail_servers

State = OutboxMessage.State
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mail_server():
    with mail_servers.smtp() as server:
        yield server


def queue(*addresses, body="First.\n\nSecond."):
    at = clock.now()

    def put():
        for number, address in enumerate(addresses):
            mailing.send(dedupe_key=f"m{number}", to=address, subject=f"S{number}", body=body, at=at)

    operation.in_operation(1, put)


def states():
    return [row.state for row in OutboxMessage.objects.order_by("pk")]


def test_many_mails_go_over_one_connection_in_order(mail_server):
    queue(*(f"a{number}@example.com" for number in range(30)))
    assert outbox.relay() == 30
    assert mail_server.connections == 1
    assert mail_server.recipients == [f"a{number}@example.com" for number in range(30)]
    assert states() == [State.SENT] * 30


def test_a_mail_says_the_same_as_text_and_as_html_and_carries_the_heads_machines_look_for(mail_server):
    Setting.objects.create(key="mail.reply_to", value="desk@example.com")
    Setting.objects.create(key="mail.bounces_to", value="bounces@example.com")
    queue("a@example.com", body="Weigh <b> it.\n\nhttps://example.com/x?a=1&b=2.")
    outbox.relay()
    mail = mail_server.taken[0]
    row = OutboxMessage.objects.get()
    assert mail.get_content_type() == "multipart/alternative"
    assert mail["Message-ID"] == mailing.message_id(row.pk)
    assert (mail["Auto-Submitted"], mail["Reply-To"]) == ("auto-generated", "desk@example.com")
    assert mail["From"].endswith("orders@127.0.0.1") or "orders@" in mail["From"]
    assert mail_server.envelopes == ["bounces@example.com"]
    html = mail.get_body(("html",)).get_content()
    assert "Weigh &lt;b&gt; it." in html and "<script" not in html
    assert 'href="https://example.com/x?a=1&amp;b=2"' in html
    assert mail.get_body(("plain",)).get_content().startswith("Weigh <b> it.")
    assert row.recipient == "a@example.com"


def test_the_same_message_has_the_same_message_id_however_often_it_is_sent(mail_server):
    queue("a@example.com")
    outbox.relay()
    OutboxMessage.objects.update(state=State.PENDING, due_at=clock.now())
    outbox.relay()
    assert mail_server.taken[0]["Message-ID"] == mail_server.taken[1]["Message-ID"]


def test_a_line_that_breaks_in_a_mails_text_makes_that_mail_doubtful_and_no_other(mail_server):
    mail_server.breaks_after = 1
    queue("a@example.com", "b@example.com", "c@example.com")
    outbox.relay()
    assert states() == [State.SENT, State.DOUBTFUL, State.SENT]
    assert mail_server.recipients == ["a@example.com", "c@example.com"]
    assert mail_server.connections == 2


def test_a_server_that_takes_few_mails_a_connection_is_given_a_new_one(mail_server):
    mail_server.most = 2
    queue(*(f"a{number}@example.com" for number in range(5)))
    outbox.relay()
    assert states() == [State.SENT] * 5
    assert mail_server.connections == 3


def test_a_server_that_closes_at_once_makes_all_mail_wait_with_one_attempt(mail_server):
    mail_server.most = 0
    queue("a@example.com", "b@example.com", "c@example.com")
    outbox.relay()
    assert states() == [State.PENDING] * 3
    assert list(OutboxMessage.objects.order_by("pk").values_list("attempts", flat=True)) == [1, 0, 0]


def test_a_refused_recipient_fails_and_the_others_go(mail_server):
    mail_server.answers["b@example.com"] = "550 5.1.1 no such user"
    queue("a@example.com", "b@example.com", "c@example.com")
    outbox.relay()
    assert states() == [State.SENT, State.FAILED, State.SENT]
    assert mail_server.connections == 1
    row = MailAddress.objects.get()
    assert (row.address, row.kind, row.is_blocked, row.hard) == ("b@example.com", "HARD", True, 1)
    assert "5.1.1" in row.reason


@pytest.mark.parametrize(
    ("answer", "blocked"),
    [("554 5.7.1 relay access denied", False), ("552 5.2.2 mailbox full", False), ("550 unknown user", True)],
)
def test_only_what_speaks_of_the_address_blocks_it(mail_server, answer, blocked):
    mail_server.answers["b@example.com"] = answer
    queue("b@example.com")
    outbox.relay()
    assert states() == [State.FAILED]
    assert MailAddress.objects.get().is_blocked is blocked


def test_a_refusal_for_now_is_tried_again_and_counts_for_nothing(mail_server):
    mail_server.answers["b@example.com"] = "450 4.2.1 busy"
    queue("b@example.com")
    outbox.relay()
    assert states() == [State.PENDING]
    assert not MailAddress.objects.exists()


def test_a_blocked_address_gets_nothing_and_the_message_says_why(mail_server):
    at = clock.now()
    MailAddress.objects.create(
        address="b@example.com", kind="HARD", reason="no such user", first_at=at, last_at=at, is_blocked=True
    )
    queue("B@Example.com")
    outbox.relay()
    row = OutboxMessage.objects.get()
    assert row.state == State.FAILED and "b@example.com" in row.last_error and "no such user" in row.last_error
    assert mail_server.connections == 0


def test_an_address_gets_only_so_many_mails_a_day(mail_server):
    Setting.objects.create(key="mail.most_a_day", value=2)
    queue("a@example.com", "a@example.com", "A@example.com", "b@example.com")
    outbox.relay()
    assert states() == [State.SENT, State.SENT, State.FAILED, State.SENT]


def test_only_so_many_mails_go_a_minute(mail_server):
    Setting.objects.create(key="mail.most_a_minute", value=2)
    queue("a@example.com", "b@example.com", "c@example.com")
    assert outbox.relay() == 2
    assert outbox.relay() == 0
    assert states() == [State.SENT, State.SENT, State.PENDING]
    OutboxMessage.objects.update(claimed_at=clock.now() - timedelta(seconds=61))
    assert outbox.relay() == 1


@pytest.fixture
def other_topic():
    sent = []
    outbox.handlers._entries["test.other"] = lambda message: sent.append(message.pk)
    yield sent
    del outbox.handlers._entries["test.other"]


def test_a_server_that_hangs_is_asked_once_a_relay_and_other_topics_go_on_meanwhile(other_topic):
    queue("a@example.com", "b@example.com")
    outbox.handlers._entries["test.mail"] = lambda message: mailing.hand_over(
        message, to="c@example.com", subject="s", body="b"
    )
    outbox.routes._entries["test.mail"] = "mail"
    operation.in_operation(1, lambda: outbox.put("test.mail", "m", {}, at=clock.now()))
    try:
        with mail_servers.hanging(timeout=1.5) as met:
            hung = threading.Thread(target=lambda: (outbox.relay(server="mail"), connection.close()))
            hung.start()
            while not met:
                time.sleep(0.01)
            operation.in_operation(1, lambda: outbox.put("test.other", "o", {}, at=clock.now()))
            assert outbox.relay(server="") == 1 and hung.is_alive()
            assert len(other_topic) == 1
            hung.join()
        assert len(met) == 1
    finally:
        del outbox.handlers._entries["test.mail"], outbox.routes._entries["test.mail"]
    mails = OutboxMessage.objects.exclude(topic="test.other")
    assert {row.state for row in mails} == {State.PENDING}
    assert sum(row.attempts for row in mails) == 1


def test_a_server_that_says_after_the_timeout_that_it_has_a_mail_makes_that_one_doubtful_and_holds_up_nothing_else(
    mail_server, other_topic
):
    """It took the text, and its answer comes half a second after we went away: sent again it would arrive twice."""
    mail_server.slow["b@example.com"] = 1.5
    queue("a@example.com", "b@example.com", "c@example.com")
    with override_settings(EMAIL_TIMEOUT=1):
        relaying = threading.Thread(target=lambda: (outbox.relay(server="mail"), connection.close()))
        relaying.start()
        while "b@example.com" not in mail_server.recipients:
            time.sleep(0.01)
        operation.in_operation(1, lambda: outbox.put("test.other", "o", {}, at=clock.now()))
        assert outbox.relay(server="mail") == 0  # one at a time
        assert outbox.relay(server="") == 1 and relaying.is_alive()
        relaying.join()
    assert len(other_topic) == 1
    mails = OutboxMessage.objects.filter(topic="mail").order_by("pk")
    assert [row.state for row in mails] == [State.SENT, State.DOUBTFUL, State.SENT]
    outbox.relay(now=lambda: clock.now() + timedelta(hours=1))
    assert mail_server.recipients == ["a@example.com", "b@example.com", "c@example.com"]


def test_one_relay_of_mail_at_a_time(mail_server):
    queue("a@example.com")
    counts = []

    def relay_beside():
        counts.append(outbox.relay(server="mail"))
        connection.close()

    with locks.held(locks.Lock.RELAY_MAIL):
        beside = threading.Thread(target=relay_beside)
        beside.start()
        beside.join()
    assert counts == [0] and mail_server.taken == []


def test_a_server_that_cannot_be_reached_makes_nothing_doubtful():
    queue("a@example.com", "b@example.com")
    with mail_servers.leading_to(1), override_settings(EMAIL_TIMEOUT=1):
        outbox.relay()
    assert states() == [State.PENDING, State.PENDING]


def test_a_server_that_breaks_in_every_text_is_tried_with_few_mails_and_fully_again_when_it_is_well(mail_server):
    queue(*(f"a{number}@example.com" for number in range(12)))
    mail_server.breaks_always = True
    start = clock.now()

    def relay_after(minutes: float) -> int:
        at = start + timedelta(minutes=minutes)
        with patch.object(clock, "now", lambda: at):
            return outbox.relay(now=lambda: at, server="mail")

    assert [relay_after(minutes) for minutes in (0, 0.5, 1, 2, 3, 4, 6, 7)] == [2, 0, 1, 0, 1, 0, 0, 1]
    assert states().count(State.DOUBTFUL) == 5 and states().count(State.PENDING) == 7
    mail_server.breaks_always = False
    assert [relay_after(minutes) for minutes in (14, 15, 16)] == [0, 1, 6]
    assert len(mail_server.taken) == 7
