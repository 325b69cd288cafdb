"""The mail with which a customer is asked how content he is, written at the moment of sending (docs/adr/0026)."""

from django.utils.translation import gettext as _

from common import company
from common.models import OutboxMessage
from orders.answers import mailing
from orders.answers.mailing import Letter
from orders.service.satisfaction import queries
from orders.service.satisfaction.models import SatisfactionRequest


def deliver(message: OutboxMessage) -> None:
    """Send one. Moot once it was answered, taken back or sent again."""
    mailing.deliver(queries.KIND, message, _letter, "order")


def _letter(found: SatisfactionRequest, address: str) -> Letter:
    words = {"company": company.current().name, "number": str(found.order)}
    return mailing.written(
        _("%(company)s: how content are you with your order %(number)s?") % words,
        _("Dear customer,"),
        _("your order %(number)s has arrived. How content are you? It takes one minute.") % words,
        link=(_("Rate the order"), address),
        after=[
            _("The link is for you alone and works until %(day)s.") % {"day": f"{found.valid_until:%Y-%m-%d}"},
            company.current().name,
        ],
    )
