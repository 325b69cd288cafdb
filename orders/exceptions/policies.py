"""Who sees exceptions and works on them: by their orders, by their customers, and whoever is asked for the answer."""

from django.db.models import Q, QuerySet

from accounts import policies
from accounts.people.models import User
from common import errors
from customers import policies as customers
from customers.models import Customer
from orders.exceptions.models import CarrierClaim, ExceptionCase
from orders.order import policies as orders
from orders.order.models import Order

VIEW, RAISE, WORK = "exception.view", "exception.raise", "exception.work"
CLAIM, PLAN = "exception.claim", "contingency.edit"
AMOUNT = "order.amount"


def visible_to(actor: User) -> QuerySet[ExceptionCase]:
    """The exceptions of the orders, and those without an order of the customers, within the actor's scope of
    “exception.view”; and those that he reported or owes the answer to."""
    mine = Q(owner=actor) | Q(raised_by=actor) | Q(executing_owner=actor)
    if not policies.can(actor, VIEW):
        return ExceptionCase.objects.filter(mine)
    if policies.reaches_all(actor, VIEW, Order):
        return ExceptionCase.objects.all()
    theirs = Q(order__in=orders.visible_to(actor, VIEW).values("pk"))
    alone = Q(order__isnull=True, customer__in=customers.visible_to(actor).values("pk"))
    return ExceptionCase.objects.filter(mine | theirs | alone)


def claims_visible_to(actor: User) -> QuerySet[CarrierClaim]:
    """The claims of the exceptions that ``actor`` may see."""
    return CarrierClaim.objects.filter(case__in=visible_to(actor).values("pk"))


def can(actor: User, verb: str, case: ExceptionCase) -> bool:
    """Whether ``actor`` may do ``verb`` to this exception. Who owes the answer works on it, whatever his scopes."""
    if verb == WORK and actor.pk in (case.owner_id, case.executing_owner_id):
        return True
    if case.order is not None:
        return orders.can(actor, verb, case.order)
    return can_of_customer(actor, verb, case.customer)


def can_of_customer(actor: User, verb: str, customer: Customer) -> bool:
    """Whether ``actor`` holds ``verb`` where only a customer is named."""
    return customers.can(actor, verb, customer)


def require(actor: User, verb: str, case: ExceptionCase) -> None:
    """Raise NotAllowed unless ``can``."""
    if not can(actor, verb, case):
        raise errors.NotAllowed()


def sees_amounts(actor: User) -> bool:
    """Whether disputed amounts and what an exception cost are shown to him."""
    return not policies.effect(actor, AMOUNT)
