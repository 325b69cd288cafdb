"""Every read of what was taken away that a door makes."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from accounts import policies as rights
from accounts.people.models import User
from common import errors, keyset
from customers import policies as customer_policies
from customers.disclosures import policies
from customers.disclosures.models import ContactLook, DisclosedCustomer, Disclosure
from customers.models import Customer

SORTS: dict[str, keyset.Sort] = {"taken": keyset.Sort("pk")}
DEFAULT_SORT = "taken"
SHOWN = 100  # on a customer's page
OF_MANY = Q(is_each_named=False) | Q(customers__isnull=True)


@dataclass(frozen=True)
class OfCustomer:
    """The latest that named a customer (each with ``their_rows``), whether there are older ones, how many files of
    many customers may have held his data without naming him, and who had a masked contact of his
    shown, with its name as the actor may see it."""

    rows: list[Disclosure]
    has_more: bool
    of_many: int | None
    looks: list[tuple[ContactLook, object]]


def list_disclosures(actor: User) -> QuerySet[Disclosure]:
    """What was taken away, as far as the actor may see it."""
    return policies.visible_to(actor).select_related("taken_by")


def naming(rows: QuerySet[Disclosure], customer_id: int) -> QuerySet[Disclosure]:
    """Those that named a customer, with how many rows were about him."""
    his = DisclosedCustomer.objects.filter(disclosure=OuterRef("pk"), customer=customer_id)
    return rows.filter(Exists(his)).annotate(their_rows=Subquery(his.values("rows")[:1]))


def of_customer(actor: User, customer: Customer) -> OfCustomer:
    """What a customer's page shows. Raises NotAllowed, NotFound (a customer the right is not held for)."""
    require(actor, customer)
    found = list(naming(list_disclosures(actor), customer.pk).order_by("-pk")[: SHOWN + 1])
    sees_all = rights.reaches_all(actor, policies.VIEW, Customer)
    of_many = Disclosure.objects.filter(OF_MANY, taken_at__gte=customer.created_at).count() if sees_all else None
    looks = list_looks(actor).filter(customer=customer).order_by("-pk")[:SHOWN]
    named = [(one, rights.shown(actor, customer_policies.CONTACT, one.contact.name)) for one in looks]
    return OfCustomer(found[:SHOWN], len(found) > SHOWN, of_many, named)


def list_looks(actor: User) -> QuerySet[ContactLook]:
    """Who had masked contacts shown, of the customers that the actor holds the right for."""
    if not rights.can(actor, policies.VIEW):
        return ContactLook.objects.none()
    theirs = customer_policies.visible_to(actor, policies.VIEW)
    return ContactLook.objects.filter(customer__in=theirs.values("pk")).select_related(
        "customer", "contact", "looked_by"
    )


def require(actor: User, customer: Customer) -> None:
    """Raise NotAllowed, or NotFound for a customer that the right is not held for."""
    rights.require(actor, policies.VIEW)
    if not rights.can(actor, policies.VIEW, owners=[customer.owner_id], departments=[customer.department_id]):
        raise errors.NotFound()


def count_of(source: Customer) -> int:
    """How many records name a customer."""
    return DisclosedCustomer.objects.filter(customer=source).count()
