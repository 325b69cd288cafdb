"""Control points: what must be received before an order is produced or shipped, and is not (SEMANTICS 12)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F

from customers.models import PaymentTermRow
from orders.settlement import allotting, amounts
from orders.settlement.models import PlanRow

Control = PaymentTermRow.Control


@dataclass(frozen=True)
class Block:
    """A row of an order's plan that stops it: ``missing`` is what must still come in, less the allowed shortfall."""

    order_id: int
    sequence: int
    control: str
    amount: Decimal
    received: Decimal
    missing: Decimal
    due_date: date | None


def blocks(order_ids: Collection[int], control: str = "") -> dict[int, list[Block]]:
    """What stops each of these orders at ``control`` (PRODUCE, SHIP; "" both), by order, in the plan's sequence; orders
    that nothing stops are left out. A rule, over all rows; one statement."""
    rows = PlanRow.objects.filter(
        order_id__in=order_ids,
        control__in=[control] if control else [Control.PRODUCE, Control.SHIP],
        received__lt=F("amount"),
        order__status__in=allotting.BINDING,
    )
    found: dict[int, list[Block]] = {}
    for row in rows.order_by("order_id", "sequence"):
        if block := block_of(row):
            found.setdefault(row.order_id, []).append(block)
    return found


def block_of(row: PlanRow) -> Block | None:
    """What a row of a binding order's plan stops; None where it stops nothing (any more)."""
    missing = amounts.shortfall(row)
    if row.control == Control.NONE or missing <= 0:
        return None
    return Block(row.order_id, row.sequence, row.control, row.amount, row.received, missing, row.due_date)
