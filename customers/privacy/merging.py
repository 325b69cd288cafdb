"""Two records of one customer become one: who is to be forgotten there, and what must stay, goes along."""

from datetime import datetime

from accounts.people.models import User
from customers.models import Customer
from customers.privacy.models import AnonymisationRequest, DataHold


def follow_merge(*, actor: User, source: Customer, target: Customer, at: datetime) -> None:
    """Move requests, and the hold where the target has none; one that stays holds the target too
    (``knowing.is_held``). What was found is looked through again as it is confirmed."""
    AnonymisationRequest.objects.filter(customer=source).update(customer=target)
    if not DataHold.objects.filter(customer=target, lifted_at=None).exists():
        DataHold.objects.filter(customer=source, lifted_at=None).update(customer=target)
