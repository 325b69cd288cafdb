"""The tab of an order with what was looked at: verifications, the customer's confirmation, errors that were found."""

from typing import Any

from common import clock, reference
from orders.checking import queries as checking
from orders.checking.rights import DISMISS, RECORD
from orders.order import policies
from orders.order.states import Status
from orders.service import operations as confirming
from orders.service import queries as service
from orders.service.rights import CONFIRM


def parts(user: Any, order: Any) -> dict[str, Any]:
    """What the tab shows."""
    verifications = [
        {"found": one, "answers": [{**answer, "name": reference.shown(answer["name"])} for answer in one.answers]}
        for one in checking.verifications(order)
    ]
    confirmations = service.standings(order, at=clock.now())
    for one in confirmations:
        service.told(user, one.row)
    waits = order.status == Status.SUBMITTED
    missing = checking.why_unverified(order.pk, order.content_hash) if waits else None
    return {
        "verifications": verifications,
        "unverified": missing,
        "confirmation_template": "orders/confirmation/_panel.html",
        "confirmations": confirmations,
        "may_ask": order.status in service.LIVE and policies.can(user, CONFIRM, order),
        "waits_for_customer": waits and confirming.waits_for_customer(order),
        "errors": checking.errors_of(order),
        "with_cost": checking.sees_cost(user),
        "may_record": policies.can(user, RECORD, order),
        "may_correct": policies.can(user, RECORD, order),
        "may_dismiss": policies.can(user, DISMISS, order),
    }
