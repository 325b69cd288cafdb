"""The mail with a letter about a change: as it was written, with the link under which the customer answers."""

from django.utils.translation import gettext as _

from common.models import OutboxMessage
from orders.answers import mailing
from orders.answers.mailing import Letter
from orders.changes.letters import queries
from orders.changes.letters.models import ChangeLetter


def deliver(message: OutboxMessage) -> None:
    """Send one. Moot once it was answered, taken back or sent again, or when the request changed."""
    mailing.deliver(
        queries.KIND, message, _letter, "request", stands=lambda one: queries.still_stands(one, one.request)
    )


def _letter(found: ChangeLetter, address: str) -> Letter:
    until = _("The link is for you alone and works until %(day)s.") % {"day": f"{found.valid_until:%Y-%m-%d}"}
    return mailing.written(found.subject, found.text, link=(_("Look and answer"), address), after=[until])
