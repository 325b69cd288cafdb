"""When the credit holder of a customer changes (it joins or leaves a group): who keeps sums per holder
on upper floors moves them in the same transaction (SEMANTICS 9)."""

from datetime import datetime
from typing import Protocol

from common.registry import Registry
from customers.models import Customer


class Regroup(Protocol):
    """Recomputes what is kept for the two holders; their customer rows are locked, ``customer`` is saved."""

    def __call__(self, *, customer: Customer, old_holder_id: int, new_holder_id: int, at: datetime) -> None: ...


regroup: Registry[Regroup] = Registry("customers.regroup")


def lock_for_regroup(customer_id: int, new_group_id: int | None) -> None:
    """Lock the customer and both holders in order of pk, before anything else is read."""
    old_group_id = Customer.objects.filter(pk=customer_id).values_list("group_id", flat=True).first()
    wanted = {pk for pk in (customer_id, old_group_id, new_group_id) if pk}
    list(Customer.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk").values_list("pk"))


def tell(customer: Customer, old_holder_id: int, at: datetime) -> None:
    """Say that the customer's holder is another one now."""
    for move in regroup.values():
        move(customer=customer, old_holder_id=old_holder_id, new_holder_id=customer.credit_holder_id, at=at)
