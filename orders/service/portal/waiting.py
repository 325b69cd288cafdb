"""What waits for a customer's answer: questions that were sent to him under links of their own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orders.answers import kinds
from orders.answers.choices import ASKED
from orders.changes.letters import queries as letters
from orders.changes.letters.models import ChangeLetter
from orders.collecting.confirming import queries as statements
from orders.collecting.confirming.models import StatementConfirmation
from orders.service import queries as confirmations
from orders.service.models import Confirmation
from orders.service.portal import queries
from orders.service.portal.models import PageAccess
from orders.service.satisfaction import queries as satisfaction
from orders.service.satisfaction.models import SatisfactionRequest


@dataclass(frozen=True)
class Waiting:
    """A question that waits: what it asks, about what, until when; ``path`` to its page for whom it was sent to. Who
    holds a page may not answer in another's name."""

    label: str | Promise
    about: str
    until: datetime
    path: str


def of(access: PageAccess, at: datetime) -> list[Waiting]:
    """Everything that waits within what the access reaches. What shows amounts has no way from a page without them."""
    mine = queries.orders_of(access).values("pk")
    live = {"state": ASKED, "valid_until__gt": at}
    found: list[Waiting] = []
    for row in Confirmation.objects.filter(order__in=mine, **live).select_related("order"):
        if confirmations.still_stands(row, row.order):
            found.append(_waiting(access, confirmations.KIND, row, _("Confirm the order"), str(row.order), at))
    changes = ChangeLetter.objects.filter(request__order__in=mine, **live).select_related("request__order")
    for letter in changes:
        if letters.still_stands(letter, letter.request):
            about = str(letter.request.order)
            found.append(_waiting(access, letters.KIND, letter, _("Answer our letter about a change"), about, at))
    if access.order_id is None:
        asked = StatementConfirmation.objects.filter(statement__customer_id=access.customer_id, **live)
        for one in asked.select_related("statement"):
            label = _("Confirm the statement of account")
            found.append(_waiting(access, statements.KIND, one, label, one.statement.number, at))
    for rated in SatisfactionRequest.objects.filter(order__in=mine, **live).select_related("order"):
        label = _("Tell us how content you are")
        found.append(_waiting(access, satisfaction.KIND, rated, label, str(rated.order), at, is_free=True))
    return found


def _waiting(
    access: PageAccess, kind: Any, row: Any, label: Any, about: str, at: datetime, *, is_free: bool = False
) -> Waiting:
    same = row.recipient.strip().lower() == access.recipient.strip().lower()
    may = same and (is_free or access.shows_prices)
    path = kinds.path_of(kind.link_of(row), at) if may else ""
    return Waiting(label, about, row.valid_until, path)
