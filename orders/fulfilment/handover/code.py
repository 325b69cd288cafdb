"""The link for signing as a code on the paper that goes along with the goods (R167)."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from accounts.people.models import User
from common.dates import business_day
from orders.fulfilment.handover import queries
from orders.fulfilment.handover.operations import SIGN
from orders.fulfilment.models import OutboundDocument
from orders.printing.papers import Code


def code_of(actor: User, document: OutboundDocument, at: datetime) -> Code | None:
    """The code of the live link of goods on their way, for who may sign: whoever holds the paper signs with it."""
    if document.status != OutboundDocument.Status.AUDITED or not rights.can(actor, SIGN):
        return None
    found = queries.live_link(document, at)
    if found is None:
        return None
    link, path = found
    words = _("Scan this with a telephone to sign for the goods, without an account and once.")
    return Code(f"{settings.SITE_URL}{path}", words, business_day(link.valid_until))
