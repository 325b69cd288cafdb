"""Who sees, writes and decides change requests."""

from django.db.models import Q, QuerySet

from accounts import policies
from accounts.people.models import User
from orders.approval import queries as approval
from orders.changes.assessing import policies as assessing
from orders.changes.models import ChangeRequest
from orders.order import policies as orders
from orders.order.models import Order

SUBJECT = ChangeRequest._meta.label_lower  # "orders.changerequest"
REQUEST = "change.request"
APPROVE = "change.approve"


def visible_to(actor: User) -> QuerySet[ChangeRequest]:
    """The requests of the orders that ``actor`` may see, those that wait for his decision, and those about which his
    department is asked."""
    seen = orders.visible_to(actor).values("pk")
    asked = approval.waiting_subject_ids(actor, SUBJECT)
    return ChangeRequest.objects.filter(Q(order__in=seen) | Q(pk__in=asked) | assessing.is_about(actor))


def can(actor: User, verb: str, order: Order) -> bool:
    """Whether ``actor`` holds ``verb`` on requests of this order. Who decides is named by the approval, so there the
    right counts in any scope: a substitute may sit elsewhere."""
    return policies.can(actor, verb) if verb == APPROVE else policies.can(actor, verb, **orders.reach(order))


def require(actor: User, verb: str, order: Order) -> None:
    """Raise NotAllowed unless ``can``."""
    if verb == APPROVE:
        policies.require(actor, verb)
    else:
        policies.require(actor, verb, **orders.reach(order))


def own_business_of(request: ChangeRequest, order: Order) -> set[int]:
    """Who never decides about a request: who wrote it, and whose own order it is (SEMANTICS 7)."""
    return {request.created_by_id, *orders.own_business_of(order)}


def was_asked(actor: User, order_id: int) -> bool:
    """Whoever decides, or decided, about a change of an order sees the order."""
    requests = ChangeRequest.objects.filter(order_id=order_id, number__isnull=False).values_list("pk", flat=True)
    return any(approval.was_asked(actor, SUBJECT, pk) for pk in requests)
