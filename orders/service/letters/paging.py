"""The way to the customer's page in a progress letter: where his policy has one, for who reads the letter."""

from datetime import datetime
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from orders.service.letters import facts, queries
from orders.service.letters.models import ProgressLetter
from orders.service.portal import operations as portal
from orders.service.portal import queries as accesses


def way_to(letter: ProgressLetter, at: datetime) -> str:
    """The address of the page for whom a letter goes to, made anew where his was over; "" where his policy gives none,
    or somebody took his last one back. A letter about one order leads to this order."""
    if not queries.policy_of(letter.customer_id).has_page:
        return ""
    only = letter.orders.get() if facts.ONLY in letter.facts else None
    path = portal.path_for(letter.customer, letter.recipient, at, only)
    return f"{path}?{urlencode({'order': only.number})}" if path and only is not None else path


def said_of(letter: ProgressLetter) -> str:
    """Whether a draft will carry the way to the page, in words for who reads it over. Asks, makes nothing."""
    if not queries.policy_of(letter.customer_id).has_page:
        return _("Without the way to the customer's page: the service policy gives none.")
    if accesses.was_taken_back(letter.customer, letter.recipient):
        return _("Without the way to the customer's page: it was taken back from this address.")
    return _("Below the words stands the way to the customer's page.")
