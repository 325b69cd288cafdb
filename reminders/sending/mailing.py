"""The outbox hands letters over here: to the mail server, or into a group chat."""

from datetime import datetime

import structlog
from django.utils.translation import gettext_lazy as _

from accounts.people import queries as people
from accounts.people.models import User
from common import clock, mailing, outbox
from common.models import OutboxMessage
from common.sends import Send, sends
from reminders.channels import sending as chats
from reminders.sending import following, letters, operations
from reminders.sending.letters import Ready
from reminders.sending.operations import CHAT_TOPIC, TOPIC

log = structlog.get_logger(__name__)


def deliver_mail(message: OutboxMessage) -> None:
    """Send a letter by mail. Moot where nothing of it is due any more."""
    ready = _ready(message)
    mailing.hand_over(
        message,
        to=ready.to,
        subject=ready.composed.subject,
        body=ready.composed.text,
        html=ready.composed.html,
        unsubscribe=ready.composed.unsubscribe,
    )
    _gone(ready)


def deliver_chat(message: OutboxMessage) -> None:
    """Write a letter into its group chat."""
    ready = _ready(message)
    if ready.robot is None:
        raise outbox.Moot()
    chats.post(ready.robot, ready.composed.subject, ready.composed.text)
    _gone(ready)


def _ready(message: OutboxMessage) -> Ready:
    """The second look; its transaction and its locks are over before anybody is spoken to."""
    try:
        ready = letters.prepare(actor=people.system_user(), letter_id=message.payload["letter"], at=clock.now())
    except letters.NotNow as error:
        raise outbox.Retry(str(error), until=error.until) from error
    except Exception as error:  # an order is busy, or a rule has a fault: surely nothing went out
        log.warning("reminder_letter_not_written", letter_id=message.payload["letter"], exc_info=True)
        raise outbox.Retry(f"{type(error).__name__}: {error}") from error
    if ready is None:
        raise outbox.Moot()
    return ready


def _gone(ready: Ready) -> None:
    letters.note_sent(actor=people.system_user(), letter_id=ready.letter.pk, at=clock.now())


def _has_arrived(actor: User, message: OutboxMessage, at: datetime) -> None:
    """A person says so in the console: the letter and its reminders were told."""
    following.follow(actor=people.system_user(), at=at)
    operations.close_letter(actor=actor, letter_id=message.payload["letter"], has_arrived=True, at=at)


def register() -> None:
    """Called once from this room's wiring."""
    mailing.carry(TOPIC, deliver_mail, outbox.Patience.PATIENT)
    outbox.handlers.register(CHAT_TOPIC, deliver_chat)
    outbox.patience.register(CHAT_TOPIC, outbox.Patience.PATIENT)
    for topic, label in ((TOPIC, _("Reminder by mail")), (CHAT_TOPIC, _("Reminder in a group chat"))):
        sends.register(topic, Send(label, arrived=_has_arrived))
