"""Reads of service policies and progress letters."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts import policies as rights
from accounts.people.models import User
from common import errors
from common.keyset import Sort
from customers import policies as customers
from customers.models import Customer
from orders.answers.kinds import CONTACT
from orders.order.models import Order
from orders.order.states import Fulfilment, Origin, Status
from orders.service.letters import policies
from orders.service.letters.facts import ONLY
from orders.service.letters.models import ProgressLetter, ServicePolicy
from orders.service.rights import SERVE

SORTS = {"id": Sort("pk"), "sent_at": Sort("sent_at", nullable=True)}
POLICY_SORTS = {"customer": Sort("customer__code", descending=False)}
DEFAULT_SORT = "id"
State = ProgressLetter.State
NONE = 0  # the version of a policy that a customer has not


def company_policy() -> ServicePolicy:
    """What counts for customers without a policy of their own; an empty one before it is seeded."""
    return ServicePolicy.objects.filter(customer=None).first() or ServicePolicy()


def policy_of(customer_id: int) -> ServicePolicy:
    """What counts for a customer: his own policy, else the company's."""
    return ServicePolicy.objects.filter(customer=customer_id).first() or company_policy()


def list_policies(actor: User) -> QuerySet[ServicePolicy]:
    """The policies of their own that the customers have whom ``actor`` looks after."""
    rows = ServicePolicy.objects.filter(customer__in=customers.visible_to(actor, SERVE).values("pk"))
    return rows.select_related("customer")


def version_for(customer_id: int | None, row: ServicePolicy) -> int:
    """The version from which a customer's policy is changed: 0 where he has none of his own."""
    return row.version if row.customer_id == customer_id else NONE


def list_letters(actor: User) -> QuerySet[ProgressLetter]:
    """Those that ``actor`` may see, with what a list names."""
    return policies.visible_to(actor).select_related("customer", "owner", "sent_by")


def get_letter(actor: User, letter_id: int) -> ProgressLetter:
    """One of them. Raises NotFound, also for "not yours"."""
    found = list_letters(actor).filter(pk=letter_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def count_drafts(user: User) -> int:
    """How many letters wait for a person to be read over and sent."""
    return ProgressLetter.objects.filter(owner=user, state=State.DRAFT).count()


def addresses_of(customer: Customer) -> list[tuple[str, str]]:
    """Who can be written to: name and address, the default contact first."""
    rows = customer.contacts.filter(~Q(email=""), is_active=True).order_by("-is_default", "pk")
    return [(one.name, one.email) for one in rows]


def due_customers(at: datetime, *, limit: int) -> list[int]:
    """Customers with open orders whose policy wants a letter every so many days, none of which was written in that
    time: counted from the last letter, else from when the oldest open order took effect. None with a draft."""
    own = set(ServicePolicy.objects.filter(customer__isnull=False).values_list("progress_every", flat=True))
    waits = [(days, Q(service_policy__progress_every=days)) for days in own if days]
    company = company_policy().progress_every
    if company:
        waits.append((company, Q(service_policy__isnull=True)))
    found: list[int] = []
    for days, whose in waits:
        found += _without_letter(at - timedelta(days=days), whose)[:limit]
    return sorted(found)[:limit]


def _without_letter(since: datetime, whose: Q) -> QuerySet[Customer, int]:
    live = Order.objects.filter(customer=OuterRef("pk"), status=Status.EFFECTIVE).exclude(signing=Fulfilment.FULL)
    live = live.exclude(origin=Origin.HISTORY)
    letters = ProgressLetter.objects.filter(customer=OuterRef("pk"))
    rows = Customer.objects.filter(whose, Exists(live.filter(effective_at__lte=since)))
    told = Q(drafted_at__gt=since) & ~Q(facts__has_key=ONLY)  # of one order alone is not of all
    rows = rows.filter(~Exists(letters.filter(Q(state=State.DRAFT) | told)))
    return rows.order_by("pk").values_list("pk", flat=True)


def shown(actor: User, letter: ProgressLetter) -> str:
    """The address of a letter as the reader may see it."""
    return str(rights.shown(actor, CONTACT, letter.recipient) or "")
