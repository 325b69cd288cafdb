"""Reads of accesses to customers' pages, and the one scope of everything that an access reaches.

``orders_of`` decides what is his; every other read of the page goes through it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from django.db.models import BigIntegerField, Case, F, Q, QuerySet, Value, When

from accounts import policies as rights
from accounts.people.models import User
from common import dates, errors
from common.keyset import Sort
from common.links.models import SignedLink
from customers import policies as customers
from customers.models import Customer
from orders.answers import kinds
from orders.answers.kinds import CONTACT, Kind
from orders.order import policies
from orders.order.models import Order
from orders.order.states import Status
from orders.service.portal.models import PageAccess, PageWord
from orders.service.rights import SERVE

# an access is sent as questions are: the same link, mail, expiry
KIND: Kind[Any] = Kind(cast(Any, PageAccess), purpose="customer-page", words="")
SORTS = {"issued_at": Sort("pk")}
DEFAULT_SORT = "issued_at"
OPEN = (Status.SUBMITTED, Status.EFFECTIVE)
SHOWN = (*OPEN, Status.CLOSED, Status.ARCHIVED)  # drafts are ours; a void one is shown once it had been in force
MOST_NAMED = 50  # orders that a form names
PAGE_SORTS = {"place": Sort("place")}
_ABOVE = 10**15  # more than any key: the open orders stand first


def list_accesses(actor: User) -> QuerySet[PageAccess]:
    """Those to the pages of the customers whom ``actor`` looks after, and of the orders that he does."""
    rows = PageAccess.objects.select_related("customer", "order", "issued_by")
    theirs = Q(customer__in=customers.visible_to(actor, SERVE).values("pk"))
    ordered = Q(order__in=policies.visible_to(actor, SERVE).values("pk"))
    return rows.filter(theirs | ordered)


def get_access(actor: User, access_id: int) -> PageAccess:
    """One of them. Raises NotFound, also for one of a customer that is not the actor's."""
    found = list_accesses(actor).filter(pk=access_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def of_customer(actor: User, customer: Customer) -> list[PageAccess]:
    """The accesses to a customer's page, also those to one order, the newest first."""
    return [told(actor, row) for row in list_accesses(actor).filter(customer=customer).order_by("-pk")[:50]]


def of_order(actor: User, order: Order) -> list[PageAccess]:
    """The accesses that reach an order: to it alone, or to all of its customer's, the newest first."""
    rows = list_accesses(actor).filter(Q(order=order) | Q(order=None, customer_id=order.customer_id))
    return [told(actor, row) for row in rows.order_by("-pk")[:50]]


def told(actor: User, row: PageAccess) -> PageAccess:
    """``row``, for showing only, with the people of the customer as ``actor`` may see them. Never save it."""
    for name in ("recipient", "name"):
        setattr(row, name, rights.shown(actor, CONTACT, getattr(row, name)) or "")
    return row


def is_live(row: PageAccess, at: datetime) -> bool:
    """Whether an access opens the page now."""
    return row.revoked_at is None and row.valid_until > at


def path_of(row: PageAccess, *, at: datetime) -> str:
    """The address of the page while the access opens it, else ""."""
    return kinds.path_of(KIND.link_of(row), at) if is_live(row, at) else ""


def standing_access(customer: Customer, recipient: str, order: Order | None, at: datetime) -> PageAccess | None:
    """The access of the same reach that an address holds and that still opens the page."""
    rows = PageAccess.objects.filter(customer=customer, order=order, recipient__iexact=recipient.strip())
    return rows.filter(revoked_at=None, valid_until__gt=at).order_by("-valid_until").first()


def was_taken_back(customer: Customer, recipient: str) -> bool:
    """Whether the last access of an address was taken back by somebody: nothing gives it another by itself."""
    rows = PageAccess.objects.filter(customer=customer, recipient__iexact=recipient.strip())
    last = rows.order_by("-pk").first()
    return last is not None and last.revoked_at is not None


# --- what an access reaches --------------------------------------------------------------------------


def of_link(link: SignedLink, at: datetime) -> PageAccess:
    """The access that a link is for. Raises NotFound, always the same."""
    found = PageAccess.objects.select_related("customer").filter(pk=link.subject_id).first()
    if found is None or link.subject_type != KIND.subject or not is_live(found, at):
        raise errors.NotFound()
    return found


def orders_of(access: PageAccess) -> QuerySet[Order]:
    """The orders that an access reaches: its customer's that are binding or wait for us; only its own where it is to
    one order."""
    shown = Q(status__in=SHOWN) | Q(status=Status.VOID, effective_at__isnull=False)
    rows = Order.objects.filter(shown, customer_id=access.customer_id)
    return rows if access.order_id is None else rows.filter(pk=access.order_id)


def get_order(access: PageAccess, number: str) -> Order:
    """One of them by its number. Raises NotFound, also for another's."""
    found = orders_of(access).filter(number=number[:20]).first() if number and "\0" not in number else None
    if found is None:
        raise errors.NotFound()
    return found


def order_of(access: PageAccess, number: str) -> Order | None:
    """The order that is named; where none is, that of an access to one; None: all of them. Raises NotFound."""
    if number:
        return get_order(access, number)
    if access.order_id is None:
        return None
    found = orders_of(access).first()
    if found is None:
        raise errors.NotFound()
    return found


def latest_numbers(access: PageAccess) -> list[str]:
    """The numbers of the latest orders that it reaches."""
    return [number or "" for number in orders_of(access).order_by("-pk").values_list("number", flat=True)[:MOST_NAMED]]


def listed(access: PageAccess) -> QuerySet[Order]:
    """Its orders as the page lists them: the open ones first, the newest first (``PAGE_SORTS``)."""
    place = Case(When(status__in=OPEN, then=F("pk") + Value(_ABOVE)), default=F("pk"), output_field=BigIntegerField())
    names = ("number", "status", "customer_po_number", "order_date", "promised_date", "requested_date")
    return orders_of(access).annotate(place=place).only(*names, "stage", "fulfilment", "signing", "effective_at")


def words_of(access: PageAccess, order: Order | None = None) -> list[PageWord]:
    """What was written on the page by who holds the access, also under an earlier one of his; of one order, else all
    that the access reaches. The newest first."""
    same = Q(access__customer_id=access.customer_id, access__recipient__iexact=access.recipient)
    rows = PageWord.objects.filter(same).select_related("note", "case", "order")
    if order is not None:
        rows = rows.filter(order=order)
    elif access.order_id is not None:
        rows = rows.filter(order_id=access.order_id)
    return list(rows.order_by("-pk")[:50])


def count_today(access: PageAccess, kind: str, at: datetime) -> int:
    """How many words of a kind an address wrote today on this customer's page, under whatever access."""
    start = dates.day_start(dates.business_day(at))
    same = Q(access__customer_id=access.customer_id, access__recipient__iexact=access.recipient)
    return PageWord.objects.filter(same, kind=kind, at__gte=start).count()


def list_questions(actor: User) -> QuerySet[PageWord]:
    """What customers wrote on their pages, of the customers and orders that ``actor`` looks after."""
    rows = PageWord.objects.select_related("access__customer", "order", "note__responsible", "case__owner")
    theirs = Q(access__customer__in=customers.visible_to(actor, SERVE).values("pk"))
    ordered = Q(order__in=policies.visible_to(actor, SERVE).values("pk"))
    return rows.filter(theirs | ordered)


def contacts_of(actor: User, customer: Customer, order: Order | None = None) -> list[tuple[str, str]]:
    """Who of a customer can be given an access: name and address, the order's own contact first; none for who does not
    see contacts."""
    if rights.effect(actor, CONTACT):
        return []
    rows: Iterable[Any] = customer.contacts.filter(~Q(email=""), is_active=True)
    first = order.contact_id if order is not None else None
    found = sorted(rows, key=lambda one: (one.pk != first, not one.is_default, one.pk))
    return [(f"{one.name} <{one.email}>", one.email) for one in found]
