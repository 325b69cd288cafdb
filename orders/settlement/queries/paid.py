"""Which money pays an order."""

from collections.abc import Iterable
from decimal import Decimal

from orders.settlement.models import Allocation, Receipt


def money_on(order_id: int) -> list[Allocation]:
    """The allocations of money that pay an order, the newest first; what was written off is no money."""
    rows = Allocation.objects.filter(plan_row__order=order_id, revoked_at=None, receipt__kind=Receipt.Kind.MONEY)
    return list(rows.select_related("receipt", "plan_row").order_by("-pk"))


def cut(allocations: Iterable[Allocation], amount: Decimal) -> list[tuple[Allocation, Decimal]]:
    """How much of which allocation to take so that ``amount`` comes together, as far as it reaches."""
    parts = []
    for allocation in allocations:
        part = min(amount, allocation.amount)
        if part > 0:
            parts.append((allocation, part))
            amount -= part
    return parts
