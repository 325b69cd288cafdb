"""Approved requests for tests."""

from dataclasses import replace
from typing import Any

from accounts.people.models import User
from common import dates, numbering
from common.operation import operation
from orders.changes import fields
from orders.changes import operations as changes
from orders.changes.choices import Action
from orders.changes.effect import operations as effect
from orders.changes.models import ChangeRequest
from orders.changes.tests.builders import Thought
from orders.order.models import Order
from orders.tests.builders import AT, fresh, lines_of, person


def approved(order: Order, *items: Any, **head: Any) -> ChangeRequest:
    """A request of the order's salesperson that everybody agreed to."""
    flat = [one for item in items for one in (item if isinstance(item, list) else [item])]
    return _approved(
        actor=person(order.salesperson_id),
        order=order,
        items=[replace(one, old=_old(order, one)) for one in flat],
        **head,
    )


@operation
def _approved(*, actor: User, order: Order, items: list[Thought], **head: Any) -> ChangeRequest:
    request = changes.create_request(actor=actor, order_id=order.pk, at=AT, items=items, **head)
    request.number = numbering.draw(numbering.Series.CHANGE_REQUEST, dates.business_day(AT))
    request.state = "APPROVED"
    request.save()
    return request


def _old(order: Order, item: Thought) -> Any:
    if item.action == Action.ADD or not item.field:
        return None
    row = fresh(order) if item.line_no is None else next(one for one in lines_of(order) if one.line_no == item.line_no)
    known = fields.find(item.field, of_line=item.line_no is not None)
    assert known is not None
    return fields.value_of(row, known)


def take_effect(request: ChangeRequest) -> ChangeRequest:
    """Let it take effect, as its salesperson."""
    actor = person(request.created_by_id)
    return effect.take_effect_now(actor=actor, request_id=request.pk, at=AT)
