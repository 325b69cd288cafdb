"""Whether a number is that of a customer's order: orders stand above and answer here."""

from typing import Protocol

from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import errors
from common.registry import Registry


class KnowsOrder(Protocol):
    """Whether ``number`` is an order of the customer that ``actor`` may see."""

    def __call__(self, *, actor: User, customer_id: int, number: str) -> bool: ...


order_finders: Registry[KnowsOrder] = Registry("customers.order_finders")


def require_order(actor: User, customer_id: int, number: str) -> None:
    """Raise Invalid for a number that is no order of the customer; "" is about none."""
    if number and not any(
        knows(actor=actor, customer_id=customer_id, number=number) for knows in order_finders.values()
    ):
        raise errors.Invalid(fields={"order_number": [_("This customer has no such order.")]})
