"""Reads of customers' confirmations."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts import policies as rights
from accounts.collaboration.models import Attachment
from accounts.people.models import User
from common import errors, settings
from common.keyset import Sort
from common.links.models import SignedLink
from orders.answers import kinds
from orders.answers.kinds import CONTACT, Kind, Standing
from orders.order import policies
from orders.order.models import Order
from orders.order.states import Status
from orders.service.choices import State
from orders.service.models import Confirmation

KIND = Kind(Confirmation, purpose="order-confirmation", words="reason")
LIVE = (Status.SUBMITTED, Status.EFFECTIVE)  # what a customer is asked about stands still
PROOF = "-confirmation.txt"  # what the name of a proof ends with
FILE_REQUIRED = "orders.confirmation_file"
SORTS = {"asked_at": Sort("pk")}
DEFAULT_SORT = "asked_at"


def asks_for_file() -> bool:
    """Whether the company wants a file with every acceptance that is recorded by hand."""
    return bool(settings.get(FILE_REQUIRED))


def list_confirmations(actor: User) -> QuerySet[Confirmation]:
    """Those of the orders that ``actor`` may see, with what a list shows."""
    rows = Confirmation.objects.select_related("order__customer", "asked_by", "recorded_by")
    return rows.filter(order__in=policies.visible_to(actor).values("pk"))


def get_confirmation(*, actor: User, confirmation_id: int) -> Confirmation:
    """One of them. Raises NotFound, also for one of an order that is not the actor's."""
    found = list_confirmations(actor).filter(pk=confirmation_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def of_link(link: SignedLink) -> Confirmation:
    """The confirmation that a link is for; who holds the link may read it. Raises NotFound."""
    return KIND.of_link(link, "order")


def asked(order: Order) -> Confirmation | None:
    """The question that waits for the customer's answer about the order as it stands; None where there is none."""
    found = Confirmation.objects.filter(order=order, state=State.ASKED).first()
    return found if found is not None and still_stands(found, order) else None


def was_declined_since(confirmation: Confirmation) -> bool:
    """Whether the customer declined the same order after this confirmation: then it counts no more."""
    later = Confirmation.objects.filter(order_id=confirmation.order_id, pk__gt=confirmation.pk)
    same = {confirmation.content_hash, confirmation.bound_hash} - {""}
    of_same = Q(content_hash__in=same) | Q(bound_hash__in=same)
    return later.filter(of_same, state=State.DECLINED).exists()


def still_stands(confirmation: Confirmation, order: Order) -> bool:
    """Whether the order is what the customer was asked about. One that went back to a draft is not, until it is
    submitted again without any change. One that was taken over has no fingerprint, and is changed by nobody."""
    known = ("", confirmation.content_hash, confirmation.bound_hash)
    return order.status in LIVE and order.content_hash in known


def standings(order: Order, *, at: datetime) -> list[Standing[Confirmation]]:
    """Every confirmation of an order, newest first."""
    rows = list(
        Confirmation.objects.filter(order=order).select_related("asked_by", "recorded_by", "order").order_by("-id")
    )
    return [standing(row, order, at=at) for row in rows]


def standing(row: Confirmation, order: Order, *, at: datetime) -> Standing[Confirmation]:
    """How one stands; moot where the order changed since."""
    return kinds.standing(KIND, row, at=at, is_moot=row.is_waiting and not still_stands(row, order))


def contacts_of(order: Order) -> list[Any]:
    """The customer's contacts with an address, the order's own first."""
    rows = list(order.customer.contacts.filter(~Q(email=""), is_active=True))
    return sorted(rows, key=lambda one: (one.pk != order.contact_id, not one.is_default, one.pk))


def contacts_shown(actor: User, order: Order) -> list[Any]:
    """The same as ``actor`` may choose among them: none for who does not see contacts in full."""
    return [] if rights.effect(actor, CONTACT) else contacts_of(order)


def told(actor: User, row: Confirmation) -> Confirmation:
    """``row``, for showing only, with the people of the customer as ``actor`` may see them. Never save it."""
    row = kinds.told(actor, row)
    row.questions = [{**one, "name": rights.shown(actor, CONTACT, one["name"]) or ""} for one in row.questions]
    return row


def without_proofs(actor: User, files: QuerySet[Attachment]) -> QuerySet[Attachment]:
    """Files without the proofs of customers' answers, which name prices and who answered, for who does not see these
    in full (``accounts.collaboration.queries.withheld``)."""
    if not (rights.effect(actor, "order.amount") or rights.effect(actor, CONTACT)):
        return files
    return files.exclude(subject_type=Order._meta.label_lower, name__endswith=PROOF)
