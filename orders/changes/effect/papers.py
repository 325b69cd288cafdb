"""What a change leaves behind: documents that say what was agreed before, listed to who has them (SEMANTICS 8)."""

from typing import Any

from orders.changes.effect.carrying import Carried
from orders.changes.projecting import Projection
from orders.order.models import Order

Aftermath = dict[str, Any]


def stale(found: Projection, order: Order, carried: Carried) -> Aftermath:
    """What followed, as plain JSON: ``reserved`` by line number, ``promised`` lines with their days."""
    return {
        "reserved": {str(number): f"{quantity.normalize():f}" for number, quantity in carried.reserved.items()},
        "promised": [
            {
                "line_no": line.line_no,
                "was": was.promised_date.isoformat()
                if (was := found.former(line.line_no)) and was.promised_date
                else None,
                "day": line.promised_date.isoformat() if line.promised_date else None,
            }
            for line in carried.promised
        ],
    }
