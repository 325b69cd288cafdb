"""Plain mail through the outbox: SMTP by EMAIL_URL, else the local mailbox of development."""

import smtplib
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from common import outbox
from common.models import OutboxMessage

TOPIC = "mail"


def send(*, dedupe_key: str, to: str, subject: str, body: str, at: datetime) -> None:
    """Queue a plain text mail inside the running operation; exactly one per ``dedupe_key``."""
    outbox.put(TOPIC, dedupe_key, {"to": to, "subject": subject, "body": body}, at=at)


def deliver(message: OutboxMessage) -> None:
    """Hand over a mail that was queued as it is."""
    hand_over(message, **message.payload)


def hand_over(
    message: OutboxMessage, *, to: str, subject: str, body: str, attachments: Sequence[tuple[str, bytes, str]] = ()
) -> None:
    """Give one mail to the mail server, always under the Message-ID of its outbox message. ``attachments``: name,
    content and its type.

    Raises Away while the server cannot be reached or does not let us in, Retry and Refused by its answer;
    anything else after the connection stood may have been sent.
    """
    server = get_connection()
    mail = EmailMessage(
        subject=" ".join(subject.split()),
        body=body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        headers={"Message-ID": f"<outbox-{message.pk}@{settings.MAIL_DOMAIN}>"},
        connection=server,
        attachments=list(attachments),
    )
    try:
        server.open()
    except Exception as error:  # names, network, TLS, sign-in: nothing was said yet
        raise outbox.Away(f"{type(error).__name__}: {error}") from error
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        raise _by_code(error, max((answer[0] for answer in error.recipients.values()), default=0)) from error
    except smtplib.SMTPResponseException as error:  # of the sender or of the text: the server took nothing
        raise _by_code(error, error.smtp_code) from error
    finally:
        server.close()


def _by_code(error: Exception, code: int) -> Exception:
    return outbox.Refused(str(error)) if 500 <= code < 600 else outbox.Retry(str(error))
