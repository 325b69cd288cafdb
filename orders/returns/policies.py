"""Who sees returns and does what to them: those of the orders that are his in the scope of the verb."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.people.models import User
from common import errors
from orders.order import policies as orders
from orders.order.models import Order
from orders.returns.models import ReturnDocument

VIEW = "return.view"
DRAFT, APPROVE, RECEIVE = "return.draft", "return.approve", "return.receive"
SETTLE, REFUND = "return.settle", "return.refund"
REVERSE = "return.reverse"
OWN = _("Nobody approves a return that he wrote himself.")
AMOUNT = "order.amount"


def visible_to(actor: User) -> QuerySet[ReturnDocument]:
    """The returns of the orders within the actor's scope of “return.view”."""
    if not policies.can(actor, VIEW):
        return ReturnDocument.objects.none()
    if policies.reaches_all(actor, VIEW, Order):
        return ReturnDocument.objects.all()
    return ReturnDocument.objects.filter(order__in=orders.visible_to(actor, VIEW).values("pk"))


def sees_amounts(actor: User) -> bool:
    """Whether what is refunded is shown to him."""
    return not policies.effect(actor, AMOUNT)


def may_approve(actor: User, document: ReturnDocument) -> bool:
    """Nobody approves what he wrote himself."""
    return document.created_by_id != actor.pk and orders.can(actor, APPROVE, document.order)


def require(actor: User, verb: str, document: ReturnDocument) -> None:
    """Raise NotAllowed unless ``actor`` may do ``verb`` to this return."""
    orders.require(actor, verb, document.order)
    if verb == APPROVE and document.created_by_id == actor.pk:
        raise errors.NotAllowed(OWN)
