"""The mail that a progress letter is sent as: the words that its owner read over, and below them the way to the
customer's page, which is not kept (docs/adr/0026)."""

import re

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from common import clock, mailing, outbox
from common.models import OutboxMessage
from orders.service.letters import paging
from orders.service.letters.models import ProgressLetter

TOPIC = "progress-letter"
_GAP = re.compile(r"\n\s*\n")


def deliver(message: OutboxMessage) -> None:
    """Send one. Moot where it is gone, or was sent again since."""
    rows = ProgressLetter.objects.select_related("customer")
    found = rows.filter(pk=message.payload["letter"], state=ProgressLetter.State.SENT).first()
    if found is None or message.payload.get("again", 0) != found.resent:
        raise outbox.Moot()
    path = paging.way_to(found, clock.now())
    with translation.override(found.language):
        link = mailing.Link(_("How your orders stand now"), f"{settings.SITE_URL}{path}") if path else None
        letter = mailing.letter(paragraphs=_GAP.split(found.text.replace("\r\n", "\n")), link=link)
    mailing.hand_over(message, to=found.recipient, subject=found.subject[:200], body=letter.text, html=letter.html)
