"""The mail that a progress letter is sent as: the words that its owner read over."""

from common import mailing, outbox
from common.models import OutboxMessage
from orders.service.letters.models import ProgressLetter

TOPIC = "progress-letter"


def deliver(message: OutboxMessage) -> None:
    """Send one. Moot where it is gone."""
    found = ProgressLetter.objects.filter(pk=message.payload["letter"], state=ProgressLetter.State.SENT).first()
    if found is None:
        raise outbox.Moot()
    mailing.hand_over(message, to=found.recipient, subject=found.subject[:200], body=found.text)
