"""One change of an order, header and lines together, as other systems send it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from accounts.people.models import User
from common.operation import operation
from orders.entry import drafting
from orders.entry.drafts import ALWAYS, LineDraft
from orders.order import queries
from orders.order.models import Order


@operation
def change_order(
    *,
    actor: User,
    order_id: int,
    version: int | None,
    changes: Mapping[str, Any],
    lines: Sequence[LineDraft] | None,
    at: datetime,
) -> Order:
    """Change header fields and, with ``lines``, the whole grid, in one transaction.

    Notes, contact and people alone may change any time before archiving; everything else only in a draft.
    ``version`` None accepts the order as it stands. Raises as ``drafting.update_order`` and its neighbours.
    """
    order = queries.lock_order(actor=actor, order_id=order_id, version=version)
    start = {"actor": actor, "order_id": order_id, "at": at}
    if changes and lines is None and set(changes) <= set(ALWAYS):
        return drafting.update_notes(version=order.version, changes=changes, **start)
    if changes:
        order = drafting.update_order(version=order.version, changes=changes, **start)
    if lines is not None:
        order = drafting.replace_lines(version=order.version, lines=lines, **start)
    return order
