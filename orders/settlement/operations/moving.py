"""Money that comes to stand on other rows of its order's plan, as the terms changed (SEMANTICS 12)."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from accounts.people.models import User
from common import events, operation
from orders.order.models import Order
from orders.settlement.models import Allocation, PlanRow, Receipt
from orders.settlement.operations import allocating
from orders.settlement.planning import Moved

KIND = "order.payment_moved"


def follow(order: Order, moved: Sequence[Moved], *, actor: User, at: datetime) -> None:
    """Let the allocations of a locked order say on which rows its money stands since its plan was made anew: the former
    ones are taken back at this moment and others written, of the same receipts and together of the same amount, so that
    what was received, when and by which receipt stays on record. Inside other operations."""
    operation.current()
    if not moved:
        return
    live = Allocation.objects.filter(plan_row__in={one.was.pk for one in moved}, revoked_at=None)
    found = list(live.select_related("plan_row").order_by("plan_row__sequence", "pk"))
    rows = Receipt.objects.select_for_update(no_key=True, of=("self",)).select_related("customer")
    receipts = {row.pk: row for row in rows.filter(pk__in={one.receipt_id for one in found}).order_by("pk")}
    for one in found:
        receipt = receipts[one.receipt_id]
        allocating.revoke(receipt, [one], {order.pk: order}, actor=actor, at=at)
    for one, into, amount in _parts(found, moved):
        into.order = order
        allocating.write_allocations(receipts[one.receipt_id], [into], {into.pk: amount}, actor=actor, at=at)
    for receipt in receipts.values():
        allocating.save(receipt)
    told = [{"was": one.was.sequence, "now": one.into.sequence, "amount": str(one.amount)} for one in moved]
    events.record(KIND, order, at=at, moved=told)


def _parts(found: Sequence[Allocation], moved: Sequence[Moved]) -> list[tuple[Allocation, PlanRow, Decimal]]:
    """Which allocation pays how much of which row, the oldest first on the earliest."""
    left = {one.pk: one.amount for one in found}
    parts = []
    for one in moved:
        wanted = one.amount
        for row in (row for row in found if row.plan_row_id == one.was.pk):
            if amount := min(wanted, left[row.pk]):
                parts.append((row, one.into, amount))
                left[row.pk] -= amount
                wanted -= amount
    return parts
