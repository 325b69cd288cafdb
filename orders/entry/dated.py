"""Dated parts as they are entered with a line."""

from common.errors import Text
from orders.entry.drafts import LineDraft
from orders.order import scheduling
from orders.order.models import OrderLine
from products.catalogue import units


def fill(line: OrderLine, draft: LineDraft) -> Text | None:
    """Give the line the draft's dated parts, or leave it those it has; its quantity is there already. Gives what is
    wrong with them, in words."""
    parts = scheduling.of(line.schedule) if draft.schedule is None else draft.schedule
    scheduling.assign(line, parts)
    wrong = (units.fault(line.unit, part.quantity) for part in parts)
    return scheduling.fault(parts, line.ordered) or next((one for one in wrong if one), None)
