"""Reads of contacts with customers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import CharField, Exists, F, Max, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import get_language

from accounts import access
from accounts import policies as rights
from accounts.people.models import User
from common import dates, errors
from common.keyset import Sort
from customers.models import Contact
from orders.fulfilment.models import OutboundLine
from orders.order.models import Order
from orders.order.states import Fulfilment, Origin, Status
from orders.service.contacts import policies
from orders.service.contacts.choices import Purpose, State
from orders.service.contacts.models import ContactGuide, FollowUp
from orders.service.letters.models import ServicePolicy

CONTACT = "customer.contact"
SORTS = {
    "due_date": Sort("due_date", nullable=True, descending=False),
    "held_at": Sort("held_at", nullable=True),
    "id": Sort("pk"),
}
DEFAULT_SORT = "due_date"
PLANNED_SHOWN = 20
_NAMED = ("customer", "order", "owner", "contact", "done_by", "created_by", "follows")
_VISITED = (Status.EFFECTIVE, Status.CLOSED)
_OLDEST = timedelta(days=30)  # nobody is visited for goods whose day passed longer ago
_VISIT = "visit:"


def list_contacts(actor: User) -> QuerySet[FollowUp]:
    """Those that ``actor`` may see, with what a list names."""
    return policies.visible_to(actor).select_related(*_NAMED)


def get_contact(actor: User, follow_up_id: int) -> FollowUp:
    """One of them. Raises NotFound, also for "not yours"."""
    found = list_contacts(actor).filter(pk=follow_up_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def next_of(actor: User, row: FollowUp) -> list[FollowUp]:
    """What was agreed in a contact."""
    return list(list_contacts(actor).filter(follows=row).order_by("pk"))


def planned_with(actor: User, customer_id: int) -> list[FollowUp]:
    """What is planned with a customer, the nearest first."""
    return list(_planned(actor).filter(customer=customer_id)[:PLANNED_SHOWN])


def planned_about(actor: User, order_id: int) -> list[FollowUp]:
    """What is planned about an order, the nearest first."""
    return list(_planned(actor).filter(order=order_id)[:PLANNED_SHOWN])


def _planned(actor: User) -> QuerySet[FollowUp]:
    return list_contacts(actor).filter(state=State.PLANNED).order_by("due_date", "pk")


def told(actor: User, row: FollowUp) -> FollowUp:
    """``row``, for showing only, with the people of the customer as ``actor`` may see them. Never save it."""
    row.contact_name = str(rights.shown(actor, CONTACT, row.contact_name) or "")
    return row


def waiting_for(user: User, day: date) -> QuerySet[FollowUp]:
    """What a person holds by ``day``, the oldest first."""
    rows = FollowUp.objects.filter(owner__in=access.of(user).own_ids, state=State.PLANNED, due_date__lte=day)
    return rows.select_related("customer", "order").order_by("due_date", "pk")


def planned_by(user: User, last: date) -> list[FollowUp]:
    """What a person himself planned for a day up to ``last``, the oldest first; for his calendar."""
    rows = policies.visible_to(user).filter(owner=user, state=State.PLANNED, due_date__lte=last)
    return list(rows.select_related("customer", "order").order_by("due_date", "pk"))


def payment_days(order_ids: Collection[int], *, after: date) -> dict[int, date]:
    """{order: the day of the next contact about its payment}, of those orders where that day comes after ``after``."""
    rows = FollowUp.objects.filter(order__in=order_ids, purpose=Purpose.PAYMENT, state=State.PLANNED)
    found = rows.order_by().values("order_id").annotate(day=Min("due_date")).filter(day__gt=after)
    return dict(found.values_list("order_id", "day"))


def count_due(user: User, day: date) -> int:
    """How many contacts of a person are due by ``day``."""
    return waiting_for(user, day).count()


def people_of(actor: User, customer_id: int) -> list[tuple[int, str]]:
    """The customer's people: id and name; none for who does not see contacts."""
    if rights.effect(actor, CONTACT):
        return []
    rows = Contact.objects.filter(customer=customer_id, is_active=True).order_by("-is_default", "pk")
    return [(one.pk, f"{one.name} {one.title} {one.phone}".strip()) for one in rows]


@dataclass(frozen=True)
class Guide:
    """What to ask and say, in the reader's language."""

    purpose: str
    name: str
    text: str


def guides(purpose: str = "") -> list[Guide]:
    """The guides in use; of one purpose where it is named. One statement."""
    rows = ContactGuide.objects.filter(is_active=True).order_by("purpose", "name")
    is_chinese = (get_language() or "").startswith("zh")
    chosen = rows.filter(purpose=purpose) if purpose else rows
    return [Guide(one.purpose, str(one), one.text_zh if is_chinese else one.text_en) for one in chosen]


def visit_key(order_id: int) -> str:
    """What marks the return visit of an order."""
    return f"{_VISIT}{order_id}"


def visits_due(at: datetime, *, limit: int) -> list[int]:
    """Orders all of whose goods were signed for so many days ago as the policy of the customer says (the company's
    where he has none), and of which no return visit was planned; the oldest first."""
    today = dates.business_day(at)
    own = set(ServicePolicy.objects.filter(customer__isnull=False).values_list("visit_after", flat=True))
    waits = [(days, Q(customer__service_policy__visit_after=days)) for days in own if days is not None]
    company = ServicePolicy.objects.filter(customer=None).values_list("visit_after", flat=True).first()
    if company is not None:
        waits.append((company, Q(customer__service_policy__isnull=True)))
    found = [row for days, whose in waits for row in _signed_by(today - timedelta(days=days), whose)[:limit]]
    return [pk for _day, pk in sorted(found)[:limit]]


def _signed_by(latest: date, whose: Q) -> QuerySet[Order, tuple[date, int]]:
    lately = OutboundLine.objects.filter(
        document__signed_date__gte=latest - _OLDEST, document__signed_date__lte=latest, order_line__isnull=False
    )
    key = Concat(Value(_VISIT), Cast(OuterRef("pk"), CharField()))
    rows = (
        Order.objects.filter(pk__in=lately.values("order_line__order_id"), signing=Fulfilment.FULL, status__in=_VISITED)
        .exclude(origin=Origin.HISTORY)
        .filter(whose, ~Exists(FollowUp.objects.filter(source_key=key)))
        .annotate(last=Max("lines__outbound_lines__document__signed_date"))
        .filter(last__lte=latest)
        .order_by(F("last"), "pk")
    )
    return rows.values_list("last", "pk")
