"""Changes that took effect, made by the real operations."""

from dataclasses import replace
from typing import Any

from accounts.people.models import User
from orders.approval import queries as approval
from orders.changes import fields, operations, policies
from orders.changes.choices import Action
from orders.changes.models import ChangeRequest
from orders.changes.tests.builders import Thought, make_submitted_request
from orders.order.models import Order
from orders.tests.builders import AT, fresh, lines_of, person


def submitted(order: Order, *items: Any, **head: Any) -> ChangeRequest:
    """An urgent request of the order's salesperson that waits for its approver."""
    flat = [one for item in items for one in (item if isinstance(item, list) else [item])]
    rows = {None: fresh(order), **{one.line_no: one for one in lines_of(order)}}
    return make_submitted_request(order, items=[replace(one, old=_old(rows, one)) for one in flat], **head)


def _old(rows: dict[int | None, Any], item: Thought) -> Any:
    if item.action == Action.ADD or not item.field:
        return None
    row = rows[item.line_no]
    known = fields.find(item.field, of_line=item.line_no is not None)
    assert known is not None
    return fields.value_of(row, known)


def approve(request: ChangeRequest) -> ChangeRequest:
    """Approve it as the person who is asked: it takes effect, or is overtaken."""
    return operations.approve_request(actor=approver_of(request), request_id=request.pk, at=AT)


def approver_of(request: ChangeRequest) -> User:
    """Who is asked to decide it, read anew."""
    found = approval.open_request(policies.SUBJECT, request.pk)
    step = approval.current_step(found[1]) if found else None
    assert step is not None, "nothing waits for a decision"
    return person(step.approver_id)


def change(order: Order, *items: Any, **head: Any) -> ChangeRequest:
    """Both at once."""
    return approve(submitted(order, *items, **head))
