"""The mail with the way to the customer's page, written at the moment of sending (docs/adr/0026)."""

from django.utils.translation import gettext as _

from common import company
from common.models import OutboxMessage
from orders.answers import mailing
from orders.answers.mailing import Letter
from orders.service.portal import queries
from orders.service.portal.models import PageAccess


def deliver(message: OutboxMessage) -> None:
    """Send one. Moot once the access was taken back, is over, or was sent again."""
    mailing.deliver(queries.KIND, message, _letter, "order", "customer")


def _letter(found: PageAccess, address: str) -> Letter:
    words = {"company": company.current().name, "number": str(found.order) if found.order else ""}
    said = _("here you see how your orders stand: what was shipped, what arrives when, and your papers.")
    subject = _("%(company)s: your orders") % words
    if found.order is not None:
        said = _("here you see how your order %(number)s stands: what was shipped, what arrives when.") % words
        subject = _("%(company)s: your order %(number)s") % words
    hello = _("Dear %(name)s,") % {"name": found.name} if found.name else _("Dear customer,")
    return mailing.written(
        subject,
        hello,
        said,
        _("You can ask us there, complain, and rate what arrived."),
        link=(_("Open your page"), address),
        after=[
            _("The link is for you alone and works until %(day)s.") % {"day": f"{found.valid_until:%Y-%m-%d}"},
            company.current().name,
        ],
    )
