"""Who sees and touches outbound documents: those of the orders that are his in the scope of the verb."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from accounts import policies
from accounts.people.models import User
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.order import policies as order_policies
from orders.order.models import Order

VIEW = "outbound.view"


def visible_to(user: User) -> QuerySet[OutboundDocument]:
    """The documents that carry goods of at least one order within the user's scope of “outbound.view”."""
    if not policies.can(user, VIEW):
        return OutboundDocument.objects.none()
    if policies.reaches_all(user, VIEW, Order):
        return OutboundDocument.objects.all()
    orders = order_policies.visible_to(user, VIEW)
    theirs = OutboundLine.objects.filter(document=OuterRef("pk"), order__in=orders.values("pk"))
    return OutboundDocument.objects.filter(Exists(theirs))


def ships(actor: User) -> bool:
    """Whether ``actor`` lets goods go or has them signed for: then the recipient of each shipment that is his is
    readable on its page and paper, whatever hides the contacts of orders and customers from him."""
    return actor.can("outbound.audit") or actor.can("outbound.sign")


def can(actor: User, verb: str, orders: Iterable[Order]) -> bool:
    """Whether ``actor`` may do ``verb`` to a document with goods of these orders: to every one of them."""
    return all(order_policies.can(actor, verb, order) for order in orders)


def require(actor: User, verb: str, orders: Iterable[Order]) -> None:
    """Raise NotAllowed unless ``can``."""
    for order in orders:
        order_policies.require(actor, verb, order)
