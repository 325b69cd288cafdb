"""Who may see and change which customers."""

from django.db.models import QuerySet

from accounts import policies
from accounts.people.models import User
from customers.models import Customer

CREDIT = "customer.credit"
CONTACT = "customer.contact"


def visible_to(user: User, verb: str = "customer.view") -> QuerySet[Customer]:
    """The customers on which ``user`` holds ``verb``: his own, his department's, or as the scope says."""
    return policies.visible(Customer.objects.all(), user, verb, owners=["owner_id"], department="department_id")


def can(user: User, verb: str, customer: Customer) -> bool:
    """Whether ``user`` may do ``verb`` to this customer."""
    return policies.can(user, verb, owners=[customer.owner_id], departments=[customer.department_id])


def require(user: User, verb: str, customer: Customer) -> None:
    """Raise NotAllowed unless ``can``."""
    policies.require(user, verb, owners=[customer.owner_id], departments=[customer.department_id])


def sees_credit(user: User) -> bool:
    """Whether limits and their use are shown to ``user``."""
    return not policies.effect(user, CREDIT)


def sees_contacts(user: User) -> bool:
    """Whether contact names, phones and addresses are shown in full, so that they may be edited."""
    return not policies.effect(user, CONTACT)
