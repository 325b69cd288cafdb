"""Who sees and touches receipts: a receipt belongs to whom its customer belongs to."""

from django.db.models import QuerySet

from accounts import policies as rights
from accounts.people.models import User
from customers.models import Customer
from orders.settlement.models import Receipt


def visible_to(user: User) -> QuerySet[Receipt]:
    """The receipts within the user's scope of “receipt.view”."""
    return rights.visible(
        Receipt.objects.all(),
        user,
        "receipt.view",
        owners=("customer__owner", "created_by"),
        department="customer__department_id",
    )


def can(actor: User, verb: str, customer: Customer) -> bool:
    """Whether ``actor`` may do ``verb`` with money of ``customer``."""
    return rights.can(actor, verb, owners=[customer.owner_id], departments=[customer.department_id])


def require(actor: User, verb: str, customer: Customer) -> None:
    """Raise NotAllowed unless ``can``."""
    rights.require(actor, verb, owners=[customer.owner_id], departments=[customer.department_id])
