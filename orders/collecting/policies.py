"""Who sees what customers owe and are told of it: whoever sees their receipts, their invoices, and amounts."""

from django.db.models import QuerySet

from accounts import policies as rights
from accounts.people.models import User
from customers.models import Customer
from orders.collecting.models import Statement
from orders.invoicing import policies as invoicing
from orders.invoicing import rights as invoice_rights
from orders.settlement import policies as settlement

VIEW = "receipt.view"


def visible_to(user: User) -> QuerySet[Statement]:
    """The statements of customers whose receipts and invoices the user sees; none for who sees no amounts."""
    rows = Statement.objects.all()
    if not invoicing.sees_amounts(user):
        return rows.none()
    owners, department = ("customer__owner",), "customer__department_id"
    rows = rights.visible(rows, user, VIEW, owners=owners, department=department)
    return rights.visible(rows, user, invoice_rights.VIEW, owners=owners, department=department)


def require_seen(actor: User, customer: Customer) -> None:
    """Raise NotAllowed unless ``actor`` sees receipts and invoices of this customer with their amounts."""
    settlement.require(actor, VIEW, customer)
    invoicing.require(actor, invoice_rights.VIEW, customer)


def can(actor: User, verb: str, customer: Customer) -> bool:
    """Whether ``actor`` may do ``verb`` with the account of a customer."""
    return invoicing.sees_amounts(actor) and settlement.can(actor, verb, customer)


def require(actor: User, verb: str, customer: Customer) -> None:
    """Raise NotAllowed unless ``actor`` sees the account and may do ``verb`` with it."""
    require_seen(actor, customer)
    settlement.require(actor, verb, customer)
