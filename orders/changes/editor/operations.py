"""Saving what the editor holds: cells and what the request says of itself, in one go."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.people.models import User
from common.operation import operation
from orders.changes import operations
from orders.changes.merging import Edits
from orders.changes.models import ChangeRequest


@operation
def save_entry(
    *, actor: User, order_id: int, request_id: int | None, edits: Edits, head: Mapping[str, Any], at: datetime
) -> ChangeRequest:
    """Begin a request on an order with these cells and this head, or write them into the draft ``request_id``.

    Raises what ``create_request``, ``edit_items`` and ``change_head`` raise; nothing is saved by halves.
    """
    if request_id is None:
        return operations.create_request(actor=actor, order_id=order_id, edits=edits, at=at, **head)
    if head:
        operations.change_head(actor=actor, request_id=request_id, changes=head, at=at)
    return operations.edit_items(actor=actor, request_id=request_id, edits=edits, at=at)
