"""Who may see who took customers' data away."""

from django.db.models import Exists, OuterRef, QuerySet

from accounts import policies as rights
from accounts.people.models import User
from customers import policies
from customers.disclosures.models import DisclosedCustomer, Disclosure
from customers.models import Customer

VIEW = "disclosure.view"


def visible_to(user: User) -> QuerySet[Disclosure]:
    """All, for who holds the right over all customers; else what names one of the customers it is held for."""
    if not rights.can(user, VIEW):
        return Disclosure.objects.none()
    if rights.reaches_all(user, VIEW, Customer):
        return Disclosure.objects.all()
    theirs = DisclosedCustomer.objects.filter(
        disclosure=OuterRef("pk"), customer__in=policies.visible_to(user, VIEW).values("pk")
    )
    return Disclosure.objects.filter(Exists(theirs))
