"""Reads of letters about changes."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from accounts import policies as rights
from accounts.people.models import User
from common import errors
from common.links.models import SignedLink
from orders.answers import kinds
from orders.answers.kinds import CONTACT, Kind, Standing
from orders.changes import states
from orders.changes.choices import LetterState
from orders.changes.letters.models import ChangeLetter
from orders.changes.models import ChangeRequest
from orders.order import policies as orders
from orders.order import queries as order_queries

KIND = Kind(ChangeLetter, purpose="change-letter", words="words")


def of_link(link: SignedLink) -> ChangeLetter:
    """The letter that a link is for; who holds the link may read it. Raises NotFound."""
    return KIND.of_link(link, "request__order__customer")


def get_letter(*, actor: User, letter_id: int) -> ChangeLetter:
    """A letter of an order that ``actor`` may see. Raises NotFound."""
    rows = ChangeLetter.objects.select_related("request__order__customer", "asked_by", "recorded_by")
    found = rows.filter(pk=letter_id).first()
    if found is None or not order_queries.is_visible(actor, found.request.order):
        raise errors.NotFound()
    return found


def asked(request: ChangeRequest) -> ChangeLetter | None:
    """The letter that waits for its answer, also one that is moot by now."""
    return ChangeLetter.objects.filter(request=request, state=LetterState.ASKED).first()


def still_stands(letter: ChangeLetter, request: ChangeRequest) -> bool:
    """Whether the request is what the customer was asked about and may still become something."""
    return request.state in states.OPEN and request.content_hash == letter.content_hash


def standings(actor: User, request: ChangeRequest, *, at: datetime) -> list[Standing[ChangeLetter]]:
    """Every letter of a request, the newest first, its people as ``actor`` may see them; none for who does not see
    amounts: they are what a letter is about."""
    if "total_amount" in orders.hidden_columns(actor):
        return []
    rows = ChangeLetter.objects.filter(request=request).select_related("asked_by", "recorded_by").order_by("-pk")
    return [
        kinds.standing(KIND, told(actor, row), at=at, is_moot=not still_stands(row, request), with_path=True)
        for row in rows
    ]


def told(actor: User, row: ChangeLetter) -> ChangeLetter:
    """``row``, for showing only, with the people of the customer as ``actor`` may see them. Never save it."""
    row = kinds.told(actor, row)
    row.questions = [{**one, "name": rights.shown(actor, CONTACT, one["name"]) or ""} for one in row.questions]
    return row


def contacts_of(actor: User, request: ChangeRequest) -> list[tuple[str, str]]:
    """The customer's people with a mail address, the order's own first: name and address; none for who sees no
    contacts."""
    if rights.effect(actor, CONTACT):
        return []
    order: Any = request.order
    rows = list(order.customer.contacts.filter(~Q(email=""), is_active=True))
    rows.sort(key=lambda one: (one.pk != order.contact_id, not one.is_default, one.pk))
    return [(f"{one.name} <{one.email}>", one.email) for one in rows]


def chosen_of(letter: ChangeLetter) -> dict[str, Any] | None:
    """The option that the customer chose."""
    return next((one for one in letter.options if one["key"] == letter.chosen), None)
