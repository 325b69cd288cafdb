"""Who sees and makes shifts of many orders."""

from django.db.models import QuerySet

from accounts import policies as rights
from accounts.people.models import User
from orders.changes.models import ChangeRequest
from orders.changes.policies import APPROVE, REQUEST
from orders.changes.shifting.models import ChangeShift

__all__ = ["APPROVE", "REQUEST", "visible_to"]


def visible_to(actor: User) -> QuerySet[ChangeShift]:
    """One's own; everybody's for who decides about all change requests. Of the orders in it each sees his own."""
    if rights.can(actor, APPROVE) and rights.reaches_all(actor, APPROVE, ChangeRequest):
        return ChangeShift.objects.all()
    return ChangeShift.objects.filter(created_by=actor)
