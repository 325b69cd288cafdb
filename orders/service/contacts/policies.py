"""Who sees contacts with customers, and who plans and holds them (R185)."""

from typing import Any

from django.db.models import Q, QuerySet

from accounts import access
from accounts import policies as rights
from accounts.people.models import User
from customers import policies as customers
from customers.models import Customer
from orders.order import policies as orders
from orders.service.contacts.models import FollowUp
from orders.service.rights import SERVE


def visible_to(user: User) -> QuerySet[FollowUp]:
    """Those with the customers and on the orders that ``user`` sees, and his own."""
    mine = Q(owner__in=access.of(user).own_ids)
    of_customer = Q(customer__in=customers.visible_to(user).values("pk"))
    return FollowUp.objects.filter(mine | of_customer | orders.of_visible(user))


def reach(row: FollowUp) -> dict[str, Any]:
    """Whose a contact is: his who holds it, his who has the customer, the salesperson's of the order."""
    salesperson = row.order.salesperson_id if row.order else None
    departments = [row.customer.department_id, row.order.department_id if row.order else None]
    return {"owners": [row.owner_id, row.customer.owner_id, salesperson], "departments": departments}


def can(user: User, row: FollowUp) -> bool:
    """Whether ``user`` may hold, change, move or drop this one. Asks no statement of a row read with its customer and
    order."""
    return rights.can(user, SERVE, **reach(row))


def require(user: User, row: FollowUp) -> None:
    """Raise NotAllowed unless ``can``."""
    rights.require(user, SERVE, **reach(row))


def can_serve(user: User, customer: Customer, order: Any = None) -> bool:
    """Whether ``user`` looks after a customer, or after this order of his."""
    return customers.can(user, SERVE, customer) or (order is not None and orders.can(user, SERVE, order))


def require_serve(user: User, customer: Customer, order: Any = None) -> None:
    """Raise NotAllowed unless ``can_serve``."""
    if order is not None and orders.can(user, SERVE, order):
        return
    customers.require(user, SERVE, customer)


def can_take(person: User, customer: Customer, order: Any = None) -> bool:
    """Whether a contact may be given to ``person``: he works here, and sees the customer or the order."""
    if person.is_system or not person.is_active:
        return False
    return customers.can(person, "customer.view", customer) or (
        order is not None and orders.can(person, "order.view", order)
    )
