"""Custom fields of a line that are not part of what was approved: changed at any time before the order is archived."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.people.models import User
from common import errors, events
from common.operation import operation
from common.rows import update_rows
from orders.entry.drafting import NOTED
from orders.order import policies, queries, writing
from orders.order.models import Order
from orders.order.states import Status, not_in_state
from segments.custom_fields import definitions, values


@operation
def update_line_fields(
    *, actor: User, order_id: int, line_no: int, version: int | None, given: Mapping[str, Any], at: datetime
) -> Order:
    """Change custom fields of one line: those that are named; a commercial one only in a draft.

    Raises NotFound, NotAllowed, WrongState, Stale, Invalid (``custom.<key>``).
    """
    order = queries.lock_order(actor=actor, order_id=order_id, version=version)
    policies.require(actor, "order.edit", order)
    line = next((one for one in queries.lines_of(order) if one.line_no == line_no), None)
    if line is None:
        raise errors.NotFound()
    if order.status not in NOTED:
        raise not_in_state(order.status, NOTED)
    before = line.custom
    line.custom = values.merged(actor, values.LINE, before, given)
    changed = values.changed(before, line.custom)
    if order.status != Status.DRAFT and not definitions.commercial_keys(values.LINE).isdisjoint(changed):
        raise not_in_state(order.status, [Status.DRAFT])
    if changed:
        update_rows([line], ["custom"])
        writing.save(order, [], at)
        fields = values.named(["custom"], changed)
        events.record("order.noted", order, at=at, line_no=line_no, fields=fields)
    return order
