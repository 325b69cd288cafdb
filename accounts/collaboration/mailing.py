"""Lines of the inbox by mail: short, in the reader's language, with the way to the page and nothing else."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.collaboration import inbox, queries
from accounts.collaboration.models import Notification
from accounts.people.models import User
from common import clock, company, mailing, outbox
from common.models import OutboxMessage
from common.registry import Registry
from common.sends import Send, sends

# kind of line -> (reader, line, moment): where the mail leads instead of the line in the inbox; None: there
ways: Registry[Callable[[User, Notification, datetime], str | None]] = Registry("accounts.inbox_ways")


def deliver(message: OutboxMessage) -> None:
    """Send one line of somebody's inbox. Moot when it was read meanwhile, its reader wants no mail any more, or may not
    see any more what it is about."""
    line = Notification.objects.select_related("user").filter(pk=message.payload["message"], read_at=None).first()
    reader = line.user if line else None
    if line is None or reader is None or not (reader.is_active and reader.wants_mail and reader.email):
        raise outbox.Moot()
    if queries.shown_to(reader, [line])[0].text is None:
        raise outbox.Moot()
    with translation.override(reader.language):
        text = line.text
        way = ways.get(line.kind)
        path = way(reader, line, clock.now()) if way else None
        address = f"{settings.SITE_URL}{path or reverse('accounts:inbox-open', args=[line.pk])}"
        why = _("You get this because you want mail for messages. Switch it off in your settings: %(address)s")
        letter = mailing.letter(
            paragraphs=[text],
            link=mailing.Link(pgettext("verb", "Open"), address),
            why=why % {"address": f"{settings.SITE_URL}{reverse('accounts:preferences')}"},
        )
        subject = _("%(company)s: %(subject)s") % {"company": company.current().name, "subject": text}
    mailing.hand_over(message, to=reader.email, subject=subject[:200], body=letter.text, html=letter.html)


def register() -> None:
    """Called once from ``AccountsConfig.ready``."""
    mailing.carry(inbox.MAIL_TOPIC, deliver, inbox.PATIENCE)
    sends.register(inbox.MAIL_TOPIC, Send(gettext_lazy("News of the inbox")))
