"""Handing one mail over to the mail server: plain text and HTML, the heads that other machines look for."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.conf import settings as django_settings
from django.core.mail import EmailMultiAlternatives
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from common import locks, outbox, settings
from common.mailing import composing, guards, server
from common.models import OutboxMessage
from common.sends import Send, sends

TOPIC = "mail"
Attachment = tuple[str, bytes, str]  # name, content, its type


def carry(
    topic: str, handler: Callable[[OutboxMessage], None], patience: outbox.Patience = outbox.Patience.NORMAL
) -> None:
    """Let ``handler`` send the messages of a topic by ``hand_over``; when the mail server is away, all such topics wait
    together. ``patience``: PATIENT for what comes in thousands, URGENT for what somebody sits and waits for."""
    outbox.handlers.register(topic, handler)
    outbox.routes.register(topic, server.NAME)
    outbox.patience.register(topic, patience)


def register() -> None:
    """Called once from ``CommonConfig.ready``."""
    outbox.servers.register(server.NAME, outbox.Server(locks.Lock.RELAY_MAIL, server.session, guards.room))
    carry(TOPIC, deliver, outbox.Patience.URGENT)
    sends.register(TOPIC, Send(_("Mail")))
    for key, definition in guards.SETTINGS.items():
        settings.definitions.register(key, definition)


def send(*, dedupe_key: str, to: str, subject: str, body: str, at: datetime) -> None:
    """Queue a mail of plain words inside the running operation; exactly one per ``dedupe_key``."""
    outbox.put(TOPIC, dedupe_key, {"to": to, "subject": subject, "body": body}, at=at)


def deliver(message: OutboxMessage) -> None:
    """Hand over a mail that was queued as it is."""
    hand_over(message, **message.payload)


def hand_over(
    message: OutboxMessage,
    *,
    to: str,
    subject: str,
    body: str,
    html: str = "",
    attachments: Sequence[Attachment] = (),
    headers: Mapping[str, str] | None = None,
    unsubscribe: str = "",
) -> None:
    """Give one mail to the mail server, always under the Message-ID of its outbox message. ``html`` says the same as
    ``body`` (``composing.letter`` writes both); without it, it is made of ``body``. ``unsubscribe``: an address that
    takes the reader off by a GET with a question and a POST without one (RFC 8058).

    Raises Away while the server cannot be reached or does not let us in, Retry and Refused by its answer (Refused too
    for an address that is blocked, or was written to too often today); anything else after the connection stood may
    have been sent.
    """
    guards.check(message, to)
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=body,
        from_email=str(settings.get("mail.bounces_to")) or django_settings.DEFAULT_FROM_EMAIL,  # the envelope's
        to=[to],
        reply_to=[reply] if (reply := str(settings.get("mail.reply_to"))) else None,
        headers={
            "From": django_settings.DEFAULT_FROM_EMAIL,
            "Message-ID": message_id(message.pk),
            "Auto-Submitted": "auto-generated",
            **_unsubscribing(unsubscribe),
            **(headers or {}),
        },
        attachments=list(attachments),
    )
    mail.attach_alternative(html or composing.html_of(body), "text/html")
    server.give(mail, message)


def message_id(outbox_id: int) -> str:
    """The Message-ID of the mail of an outbox message: the same however often it is sent, and nobody else can write
    one, so that what comes back under it (``reports``) is about a mail of ours."""
    return f"<outbox-{outbox_id}.{mark_of(outbox_id)}@{django_settings.MAIL_DOMAIN}>"


def mark_of(outbox_id: int) -> str:
    """What shows that a Message-ID is ours."""
    return salted_hmac("common.mailing", str(outbox_id), algorithm="sha256").hexdigest()[:16]


def _unsubscribing(address: str) -> dict[str, str]:
    if not address:
        return {}
    found = {"List-Unsubscribe": f"<{address}>"}
    if address.startswith("https://"):  # one click is offered over a safe connection only
        found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return found
