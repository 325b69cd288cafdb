"""Who asks for special approvals, who decides them, who sees them."""

from django.db.models import Q, QuerySet

from accounts import policies as rights
from accounts.people.models import User
from orders.approval import queries as approval
from orders.credit.models import SpecialApproval
from orders.order import policies as orders
from orders.order.models import Order

REQUEST = "credit.request"
DECIDE = "credit.special"
SUBJECT = SpecialApproval._meta.label_lower  # "orders.specialapproval"


def visible_to(actor: User) -> QuerySet[SpecialApproval]:
    """Those of orders that ``actor`` may see, those he asked for, and those of orders within his reach for deciding;
    none for who sees no amounts. Who is asked about one sees it because of that (``queries.get_special``)."""
    rows = SpecialApproval.objects.all()
    if "total_amount" in orders.hidden_columns(actor):
        return rows.none()
    if rights.reaches_all(actor, DECIDE, Order):
        return rows
    within = [Q(order__in=orders.visible_to(actor, verb).values("pk")) for verb in (orders.VIEW, DECIDE)]
    return rows.filter(within[0] | within[1] | Q(requested_by=actor))


def may_request(actor: User, order: Order) -> bool:
    """Whether ``actor`` may ask for one: it is full of amounts."""
    return "total_amount" not in orders.hidden_columns(actor) and orders.can(actor, REQUEST, order)


def sees_order(actor: User, order_id: int) -> bool:
    """Whoever is asked to decide a special approval sees its order."""
    keys = SpecialApproval.objects.filter(order_id=order_id).values_list("pk", flat=True)
    return any(approval.was_asked(actor, SUBJECT, key) for key in keys)
