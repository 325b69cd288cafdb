"""Lines of the inbox by mail: short, in the reader's language, with the way to the page and nothing else."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.collaboration import inbox, queries
from accounts.collaboration.models import Notification
from common import company, mail, outbox
from common.models import OutboxMessage


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
        address = f"{settings.SITE_URL}{reverse('accounts:inbox-open', args=[line.pk])}"
        why = _("You get this because you want mail for messages. Switch it off in your settings: %(address)s")
        body = f"{text}\n\n{address}\n\n--\n" + why % {
            "address": f"{settings.SITE_URL}{reverse('accounts:preferences')}"
        }
        subject = f"{company.current().name}: {text}"
    mail.hand_over(message, to=reader.email, subject=subject[:200], body=body)


def register() -> None:
    """Called once from ``AccountsConfig.ready``."""
    outbox.handlers.register(inbox.MAIL_TOPIC, deliver)
