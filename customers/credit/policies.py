"""Who proposes, decides and sees credit: whoever sees it of the customer."""

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import errors
from customers import policies

Row = TypeVar("Row", bound=Model)
PROPOSE = "customer.credit"
DECIDE = "customer.credit_decide"


def visible(actor: User, rows: QuerySet[Row]) -> QuerySet[Row]:
    """Those of the customers that ``actor`` may see; none for who does not see credit."""
    if not policies.sees_credit(actor):
        return rows.none()
    return rows.filter(customer__in=policies.visible_to(actor).values("pk"))


def require_another(actor: User, proposer_id: int) -> None:
    """Raise NotAllowed for who decides what he proposed himself."""
    if actor.pk == proposer_id:
        raise errors.NotAllowed(_("Somebody else decides what you proposed."), code="own_business")
