"""Order templates, when two customers become one (docs/adr/0023)."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common.errors import Text
from customers.models import Customer
from orders.entry.repeated.models import OrderTemplate


def move(*, actor: User, source: Customer, target: Customer, at: datetime) -> None:
    """His templates are the other's."""
    OrderTemplate.objects.filter(customer=source).update(customer=target)


def count(source: Customer) -> list[tuple[Text, int]]:
    """How many there are, for the preview; nothing where there are none."""
    found = OrderTemplate.objects.filter(customer=source).count()
    return [(_("Order templates"), found)] if found else []
