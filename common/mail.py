"""Plain mail through the outbox: SMTP by EMAIL_URL, else the local mailbox of development."""

import smtplib
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage

from common import outbox
from common.models import OutboxMessage

TOPIC = "mail"


def send(*, dedupe_key: str, to: str, subject: str, body: str, at: datetime) -> None:
    """Queue a plain text mail inside the running operation; exactly one per ``dedupe_key``."""
    outbox.put(TOPIC, dedupe_key, {"to": to, "subject": subject, "body": body}, at=at)


def deliver(message: OutboxMessage) -> None:
    """Hand one message to the mail server, always under the same Message-ID."""
    payload = message.payload
    mail = EmailMessage(
        subject=" ".join(payload["subject"].split()),
        body=payload["body"],
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[payload["to"]],
        headers={"Message-ID": f"<outbox-{message.pk}@{settings.MAIL_DOMAIN}>"},
    )
    try:
        mail.send()
    except (ConnectionError, smtplib.SMTPConnectError, smtplib.SMTPRecipientsRefused, TimeoutError) as error:
        raise outbox.Retry(str(error)) from error
