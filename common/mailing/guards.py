"""What keeps mail from going where it must not: blocked addresses, and bounds that a loop would break."""

from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from common import clock, outbox, settings
from common.mailing import bounces
from common.models import OutboxMessage

_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)
_State = OutboxMessage.State
_WENT = (_State.SENT, _State.SENDING, _State.DOUBTFUL)
MANY = 100_000
_LOOKED_AT = 8  # of the last mails: all doubtful make the longest pause


def check(message: OutboxMessage, to: str) -> None:
    """Note to whom a message goes, and raise Refused when it must not."""
    address = bounces.folded(to)
    OutboxMessage.objects.filter(pk=message.pk).update(recipient=address)
    with override(django_settings.LANGUAGE_CODE):
        if (why := bounces.why_blocked(address)) is not None:
            words = _(
                "No mail goes to %(address)s: mail to it came back (%(why)s). Correct it, or release it in the console."
            )
            raise outbox.Refused(words % {"address": address, "why": why or "–"})
        most = int(settings.get("mail.most_a_day"))
        since = clock.now() - _DAY
        sent = OutboxMessage.objects.filter(recipient=address, claimed_at__gt=since, state__in=_WENT)
        if most and sent.exclude(pk=message.pk).count() >= most:
            words = _("%(address)s got %(most)s mails in a day already; this looks like a loop.")
            raise outbox.Refused(words % {"address": address, "most": most})


def room(at: datetime) -> int:
    """How many mails may go now, by the setting of mails a minute, and by what became of the last: a server that takes
    the text of mails and does not say that it has them is tried with one mail at a time, at pauses that double."""
    most = int(settings.get("mail.most_a_minute"))
    if not most:
        return _trusted(at)
    gone = OutboxMessage.objects.filter(claimed_at__gt=at - _MINUTE, state__in=_WENT).exclude(recipient="")
    return min(max(0, most - gone.count()), _trusted(at))


def _trusted(at: datetime) -> int:
    tried = OutboxMessage.objects.filter(claimed_at__isnull=False, state__in=_WENT).exclude(recipient="")
    last = list(tried.order_by("-claimed_at").values_list("state", "claimed_at")[:_LOOKED_AT])
    lost = [tried_at for _state, tried_at in takewhile(lambda one: one[0] == _State.DOUBTFUL, last) if tried_at]
    if len(lost) < outbox.IN_SUCCESSION:
        return MANY  # a line may break now and then
    pause = min(_MINUTE * 2 ** (len(lost) - outbox.IN_SUCCESSION), outbox.LONGEST_PAUSE)
    return 1 if at - lost[0] >= pause else 0


def _address_fault(value: str) -> Any:
    if value:
        try:
            validate_email(value)
        except ValidationError as error:
            return error.messages[0]
    return None


SETTINGS = {
    "mail.reply_to": settings.Definition(
        "", gettext_lazy("To where readers answer mails; empty: to the sender"), group="mail", fault=_address_fault
    ),
    "mail.bounces_to": settings.Definition(
        "",
        gettext_lazy(
            "To where mail servers send back what they cannot deliver; the mailbox of intake reads it. Empty: to the"
            " sender"
        ),
        group="mail",
        fault=_address_fault,
    ),
    "mail.most_a_minute": settings.Definition(
        0,
        gettext_lazy("Mails a minute at most; 0: as fast as the mail server takes them"),
        group="mail",
        bounds=settings.Bounds(0, 6000),
    ),
    "mail.most_a_day": settings.Definition(
        200,
        gettext_lazy("Mails to one address in a day at most, against loops; 0: no bound"),
        group="mail",
        bounds=settings.Bounds(0, 10_000),
    ),
}
