"""Who may make people at customers unknown, and who may hold a customer's data."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from accounts.people.models import User
from common import errors
from customers import policies
from customers.privacy.models import AnonymisationRequest, DataHold

PREPARE, CONFIRM, HOLD = "privacy.prepare", "privacy.confirm", "privacy.hold"
RULES = "privacy.rules"


def may_see(user: User) -> bool:
    """Whether the pages of privacy are shown: to who prepares, and to who confirms."""
    return rights.can(user, PREPARE) or rights.can(user, CONFIRM)


def may_see_holds(user: User) -> bool:
    """Whether holds are shown: to these, and to who sets them."""
    return may_see(user) or rights.can(user, HOLD)


def visible_to(user: User) -> QuerySet[AnonymisationRequest]:
    """All of customers whom the person may see: of a person to be forgotten no others are to know."""
    if not may_see(user):
        return AnonymisationRequest.objects.none()
    return AnonymisationRequest.objects.filter(customer__in=policies.visible_to(user).values("pk"))


def holds_visible_to(user: User) -> QuerySet[DataHold]:
    """The holds of customers whom the person may see, for who sets them or sees these pages."""
    if not may_see_holds(user):
        return DataHold.objects.none()
    return DataHold.objects.filter(customer__in=policies.visible_to(user).values("pk"))


def require(user: User, verb: str) -> None:
    """Raise NotAllowed without the right, and for who sees contacts masked: he would see names in the texts."""
    rights.require(user, verb)
    if not policies.sees_contacts(user):
        raise errors.NotAllowed()


def require_another(user: User, noted_by_id: int) -> None:
    """Raise NotAllowed for who confirms what he prepared himself."""
    if user.pk == noted_by_id:
        raise errors.NotAllowed(_("Somebody else confirms what you prepared."), code="own_business")
