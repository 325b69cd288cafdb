"""Who sees and touches inquiries and quotations, and what of them."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from accounts import policies as rights
from accounts.people.models import User
from orders.quotation.models import Inquiry, Quotation

Row = TypeVar("Row", Inquiry, Quotation)
VIEW = "quotation.view"
OWNERS = ("salesperson", "created_by")
_CONTACT = ("contact_name", "contact_phone")
AMOUNT = "order.amount"


def visible_to(actor: User, verb: str = VIEW) -> QuerySet[Quotation]:
    """The quotations on which ``actor`` holds ``verb``; none for who may not see prices: there is little else."""
    return _visible(Quotation.objects.all(), actor, verb)


def inquiries_visible_to(actor: User, verb: str = VIEW) -> QuerySet[Inquiry]:
    """The inquiries on which ``actor`` holds ``verb``."""
    return rights.visible(Inquiry.objects.all(), actor, verb, owners=OWNERS, department="department")


def _visible(rows: QuerySet[Quotation], actor: User, verb: str) -> QuerySet[Quotation]:
    if rights.effect(actor, AMOUNT):
        return rows.none()
    return rights.visible(rows, actor, verb, owners=OWNERS, department="department")


def reach(row: Any) -> dict[str, Any]:
    """Owners and department of an inquiry or a quotation, as ``accounts.policies`` asks for them."""
    return {"owners": [row.salesperson_id, row.created_by_id], "departments": [row.department_id]}


def can(actor: User, verb: str, row: Any) -> bool:
    """Whether ``actor`` holds ``verb`` on this row, whatever its state."""
    return rights.can(actor, verb, **reach(row))


def require(actor: User, verb: str, row: Any) -> None:
    """Raise NotAllowed unless ``can``."""
    rights.require(actor, verb, **reach(row))


def unseen_columns(actor: User) -> frozenset[str]:
    """The columns whose values ``actor`` does not get in full: what a form shows of them is never stored."""
    return frozenset(_CONTACT if rights.effect(actor, "customer.contact") else ())


def shown(actor: User, row: Model, name: str) -> Any:
    """A column as ``actor`` may see it: contacts may be masked or hidden."""
    value = getattr(row, name)
    return rights.shown(actor, "customer.contact", value) or "" if name in _CONTACT else value
