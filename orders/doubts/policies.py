"""Who asks, answers and closes doubts, and who releases what was set aside."""

from django.db.models import Q, QuerySet

from accounts.people.models import User
from orders.doubts.models import Doubt, SetAside
from orders.order import policies as orders
from orders.order.models import Order

ASK = "doubt.ask"
CLOSE = "doubt.close"
SCREEN = "order.screen"


def visible_to(actor: User) -> QuerySet[Doubt]:
    """The doubts of the orders that ``actor`` may see, those that are asked of him, and those he asked."""
    seen = orders.visible_to(actor).values("pk")
    return Doubt.objects.filter(Q(order__in=seen) | Q(asked_to=actor) | Q(asked_by=actor))


def set_asides_visible_to(actor: User) -> QuerySet[SetAside]:
    """The times that orders which ``actor`` may see were set aside."""
    return SetAside.objects.filter(order__in=orders.visible_to(actor).values("pk"))


def may_answer(actor: User, doubt: Doubt, order: Order) -> bool:
    """Who was asked, who stands in for him, and whoever enters the order answers."""
    return doubt.asked_to_id == actor.pk or orders.can(actor, "order.edit", order)


def may_close(actor: User, doubt: Doubt, order: Order) -> bool:
    """Who asked is content, or whoever closes doubts of such orders."""
    return doubt.asked_by_id == actor.pk or orders.can(actor, CLOSE, order)


def is_asked(actor: User, order_id: int) -> bool:
    """Whether something about this order is asked of ``actor``: then he sees it, whatever his scopes."""
    return Doubt.objects.filter(order_id=order_id, asked_to=actor).exclude(state="CLOSED").exists()
