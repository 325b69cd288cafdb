"""Who sees which intake, and who may do what with it (R060, R137)."""

from typing import Any

from django.db.models import QuerySet

from accounts import policies
from accounts.people.models import User
from orders.intake.pool.models import IntakeItem

VIEW = "intake.view"
REGISTER = "intake.register"
DISPATCH = "intake.dispatch"
ENTER = "intake.enter"
SETTLE = "intake.settle"
_OWNERS = ("salesperson", "registered_by")


def visible_to(actor: User, verb: str = VIEW) -> QuerySet[IntakeItem]:
    """The intake on which ``actor`` holds ``verb``: what was given to him, what he registered, and what came in for
    his departments."""
    return policies.visible(IntakeItem.objects.all(), actor, verb, owners=_OWNERS, department="department")


def reach(item: IntakeItem) -> dict[str, Any]:
    """Owners and department of a piece, as ``accounts.policies`` asks for them."""
    return {"owners": [item.salesperson_id, item.registered_by_id], "departments": [item.department_id]}


def can(actor: User, verb: str, item: IntakeItem) -> bool:
    """Whether ``actor`` holds ``verb`` on this piece."""
    return policies.can(actor, verb, **reach(item))


def require(actor: User, verb: str, item: IntakeItem) -> None:
    """Raise NotAllowed unless ``can``."""
    policies.require(actor, verb, **reach(item))
