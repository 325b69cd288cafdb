"""Giving a submitted order to other people: it may then be somebody else's own business."""

from datetime import datetime

from orders.approval import operations as approval
from orders.order import policies
from orders.order.models import Order


def ask_another(order: Order, at: datetime) -> None:
    """Who may not decide this submitted order any more, because it became his own, is not asked any more: the
    next who may is (SEMANTICS 7), and is told. Call inside an operation, when its people are stored.

    Raises Conflict when nobody may decide it then.
    """
    asked = approval.reroute(
        subject_type=Order._meta.label_lower,
        subject_id=order.pk,
        department_id=order.department_id,
        barred=policies.own_business_of(order),
        at=at,
    )
    approval.tell(asked, order, at=at)
