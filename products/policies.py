"""Who sees what of the catalogue. Products belong to nobody: any scope of the right reaches all of them."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from accounts import policies
from accounts.people.models import User

M = TypeVar("M", bound=Model)

# column of a product -> the sensitive field that may hide it
SENSITIVE = {
    "list_price": "order.amount",
    "floor_price": "product.floor_price",
    "unit_cost": "product.cost",
}


def visible(queryset: QuerySet[M], user: User, verb: str) -> QuerySet[M]:
    """All rows for who holds ``verb`` in any scope, none for others."""
    return queryset if policies.can(user, verb) else queryset.none()


def hidden_columns(user: User) -> frozenset[str]:
    """The columns of a product that ``user`` must not get, also not by filter or sort."""
    return frozenset(column for column, field in SENSITIVE.items() if policies.effect(user, field))
