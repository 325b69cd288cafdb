"""Who sees and touches invoices: they belong to whom their customer belongs to."""

from django.db.models import QuerySet

from accounts import policies as rights
from accounts.people.models import User
from common import errors
from customers.models import Customer
from orders.invoicing.models import Invoice
from orders.invoicing.rights import VIEW
from orders.order import policies as order_policies


def visible_to(user: User) -> QuerySet[Invoice]:
    """The invoices within the user's scope of “invoice.view”; none for who sees no amounts of orders."""
    rows = Invoice.objects.all()
    if not sees_amounts(user):
        return rows.none()
    return rights.visible(
        rows, user, VIEW, owners=("customer__owner", "created_by"), department="customer__department_id"
    )


def sees_amounts(user: User) -> bool:
    """Whether amounts of orders are shown to him: there is no invoice without."""
    return "total_amount" not in order_policies.hidden_columns(user)


def can(actor: User, verb: str, customer: Customer) -> bool:
    """Whether ``actor`` may do ``verb`` with invoices of ``customer``."""
    return rights.can(actor, verb, owners=[customer.owner_id], departments=[customer.department_id])


def require(actor: User, verb: str, customer: Customer) -> None:
    """Raise NotAllowed unless ``can``."""
    if not sees_amounts(actor):
        raise errors.NotAllowed()
    rights.require(actor, verb, owners=[customer.owner_id], departments=[customer.department_id])
