"""Who sets what customers are told by themselves, and who reads and sends progress letters (R182)."""

from django.db.models import Q, QuerySet

from accounts import access
from accounts.people.models import User
from customers import policies as customers
from orders.order import policies as orders
from orders.service.letters.models import ProgressLetter
from orders.service.rights import SERVE

EDIT = "setting.manage"  # the company's policy


def visible_to(user: User) -> QuerySet[ProgressLetter]:
    """The letters to the customers that the user looks after, and his own; none for who sees no amounts, which they
    name."""
    if "total_amount" in orders.hidden_columns(user):
        return ProgressLetter.objects.none()
    mine = Q(owner__in=access.of(user).own_ids)
    return ProgressLetter.objects.filter(mine | Q(customer__in=customers.visible_to(user, SERVE).values("pk")))
