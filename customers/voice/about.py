"""What floors above know of a customer's word, and what follows from it there: orders stand above and answer here."""

from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import errors
from common.registry import Registry
from customers.voice.models import CustomerNote


class KnowsOrder(Protocol):
    """Whether ``number`` is an order of the customer that ``actor`` may see."""

    def __call__(self, *, actor: User, customer_id: int, number: str) -> bool: ...


class Listens(Protocol):
    """What follows elsewhere when a word was written down or taken back, inside the operation that did it."""

    def __call__(self, *, note: CustomerNote, at: datetime) -> None: ...


order_finders: Registry[KnowsOrder] = Registry("customers.order_finders")
listeners: Registry[Listens] = Registry("customers.voice_listeners")


def require_order(actor: User, customer_id: int, number: str) -> None:
    """Raise Invalid for a number that is no order of the customer; "" is about none."""
    if number and not any(
        knows(actor=actor, customer_id=customer_id, number=number) for knows in order_finders.values()
    ):
        raise errors.Invalid(fields={"order_number": [_("This customer has no such order.")]})
