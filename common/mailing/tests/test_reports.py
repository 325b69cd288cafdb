"""What comes back is read from notifications of servers of all kinds, and only where it is about a mail of ours."""

import pytest

from common import mailing
from common.mailing import reports


def notification(
    *, message_id, action="failed", status="5.1.1", said="smtp; 550 5.1.1 no such user", returned="message"
):
    """One as mail servers write it; ``returned``: the mail itself, only its head, or nothing of it."""
    head = f"From: orders@example.com\nTo: wang@example.com\nSubject: x\nMessage-ID: {message_id}\n"
    back = {
        "message": f"Content-Type: message/rfc822\n\n{head}\nBody\n",
        "head": f"Content-Type: text/rfc822-headers\n\n{head}",
        "nothing": "Content-Type: text/plain\n\n-\n",
    }[returned]
    return f"""Return-Path: <>
From: MAILER-DAEMON@mail.example.com (Mail Delivery System)
To: orders@example.com
Message-ID: <20261123@mail.example.com>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="BB"

--BB
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--BB
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.com

Final-Recipient: rfc822; Wang@Example.com
Original-Recipient: rfc822;wang@example.com
Action: {action}
Status: {status}
Diagnostic-Code: {said}

--BB
{back}
--BB--
""".replace("\n", "\r\n").encode()


@pytest.mark.parametrize("returned", ["message", "head"])
def test_a_mail_that_failed_for_good_names_message_address_and_reason(returned):
    (found,) = reports.read(notification(message_id=mailing.message_id(42), returned=returned))
    assert (found.outbox_id, found.recipient, found.kind) == (42, "wang@example.com", "HARD")
    assert "no such user" in found.reason


@pytest.mark.parametrize(
    ("action", "status", "said", "kind"),
    [
        ("failed", "5.1.1", "smtp; 550 5.1.1 unknown", "HARD"),
        ("failed", "5.1.10", "smtp; 550 5.1.10 RESOLVER.ADR.RecipientNotFound", "HARD"),
        ("failed", "5.2.1", "smtp; 550 5.2.1 disabled", "HARD"),
        ("failed", "5.2.2", "smtp; 552 5.2.2 mailbox full", "SOFT"),
        ("failed", "5.7.1", "smtp; 550 5.7.1 spam", "SOFT"),
        ("failed", "5.0.0", "smtp; 550 No such user here", "HARD"),
        ("failed", "5.0.0", "smtp; 554 rejected", "SOFT"),
        ("failed", "5.4.4", "", "SOFT"),
        ("failed", "4.4.7", "expired", "SOFT"),
        ("delayed", "4.4.1", "no answer", "SOFT"),
    ],
)
def test_only_what_speaks_of_the_address_is_for_good(action, status, said, kind):
    raw = notification(message_id=mailing.message_id(7), action=action, status=status, said=said)
    assert [one.kind for one in reports.read(raw)] == [kind]


@pytest.mark.parametrize(
    "raw",
    [
        notification(message_id=mailing.message_id(7), action="delivered", status="2.0.0"),
        notification(message_id="<somebody@elsewhere>"),
        notification(message_id="<outbox-42.0123456789abcdef@example.com>"),
        notification(message_id="<outbox-42@example.com>"),
        notification(message_id=mailing.message_id(42), returned="nothing"),
        b"",
        b"\xff\x00 broken",
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n\xff\xfe\n",
        b"Subject: order\n\nTen scales, please. <outbox-1@x>",
    ],
)
def test_what_tells_of_no_failure_of_a_mail_of_ours_is_none(raw):
    assert reports.read(raw) == []


def test_the_name_of_one_mail_does_not_serve_for_another():
    mine = mailing.message_id(42).replace("outbox-42.", "outbox-43.")
    assert reports.read(notification(message_id=mine)) == []


def test_a_notification_nested_without_end_breaks_nothing():
    raw = notification(message_id=mailing.message_id(42))
    head = b'Content-Type: multipart/report; boundary="B%d"\r\n\r\n--B%d\r\n'
    deep = b"".join(head % (n, n) for n in range(3000)) + raw
    assert isinstance(reports.read(deep), list)
