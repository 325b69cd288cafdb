"""The tab of an order with what was looked at: verifications, and errors that were found."""

from typing import Any

from common import reference
from orders.checking import queries as checking
from orders.checking.rights import DISMISS, RECORD
from orders.order import policies


def parts(user: Any, order: Any) -> dict[str, Any]:
    """What the tab shows."""
    verifications = [
        {"found": one, "answers": [{**answer, "name": reference.shown(answer["name"])} for answer in one.answers]}
        for one in checking.verifications(order)
    ]
    return {
        "verifications": verifications,
        "unverified": checking.why_unverified(order.pk, order.content_hash) if order.status == "SUBMITTED" else None,
        "errors": checking.errors_of(order),
        "with_cost": checking.sees_cost(user),
        "may_record": policies.can(user, RECORD, order),
        "may_correct": policies.can(user, RECORD, order),
        "may_dismiss": policies.can(user, DISMISS, order),
    }
