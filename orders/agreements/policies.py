"""Who sees and touches frame agreements: they belong to whom their customer belongs."""

from typing import Any

from django.db.models import QuerySet

from accounts import policies as rights
from accounts.people.models import User
from customers.models import Customer
from orders.agreements.models import Agreement
from orders.agreements.states import Status

VIEW = "agreement.view"


def visible_to(actor: User, verb: str = VIEW) -> QuerySet[Agreement]:
    """The agreements on which ``actor`` holds ``verb``; none for who may not see prices: they consist of them."""
    rows = Agreement.objects.all()
    if rights.effect(actor, "order.amount"):
        return rows.none()
    owners = ("customer__owner", "created_by")
    return rights.visible(rows, actor, verb, owners=owners, department="customer__department_id")


def reach(agreement: Agreement) -> dict[str, Any]:
    """Owners and departments, as ``accounts.policies`` asks for them."""
    customer: Customer = agreement.customer
    return {"owners": [customer.owner_id, agreement.created_by_id], "departments": [customer.department_id]}


def can(actor: User, verb: str, agreement: Agreement) -> bool:
    """Whether ``actor`` holds ``verb`` on this agreement, whatever its state."""
    return rights.can(actor, verb, **reach(agreement))


def require(actor: User, verb: str, agreement: Agreement) -> None:
    """Raise NotAllowed unless ``can``."""
    rights.require(actor, verb, **reach(agreement))


def may_change(actor: User, agreement: Agreement) -> bool:
    """Whether ``actor`` may change it as it stands; what is in force only who puts agreements in force."""
    if agreement.status == Status.ENDED or not can(actor, "agreement.edit", agreement):
        return False
    return agreement.status != Status.ACTIVE or can(actor, "agreement.decide", agreement)
