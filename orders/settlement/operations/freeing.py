"""Money that pays more of an order than is owed for it, taken off it and put back (SEMANTICS 12, R208)."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal

from accounts.people.models import User
from common import errors, events
from common.rows import update_rows
from orders.order.models import Order
from orders.settlement import planning, queries
from orders.settlement.models import Receipt
from orders.settlement.operations import allocating

ZERO = Decimal(0)


def lock_receipts(receipt_ids: Collection[int], payer_ids: Collection[int]) -> dict[int, Receipt]:
    """Receipts by pk, for who locked the credit holders of these customers. Raises Stale when another one's is among
    them: his money came meanwhile."""
    rows = Receipt.objects.select_for_update(no_key=True, of=("self",)).select_related("customer")
    found = {row.pk: row for row in rows.filter(pk__in=receipt_ids).order_by("pk")}
    if {row.customer_id for row in found.values()} - set(payer_ids):
        raise errors.Stale(fields={})
    return found


def free(
    order: Order, amount: Decimal, *, payer_ids: Collection[int], reason: str, actor: User, at: datetime
) -> list[tuple[Receipt, Decimal]]:
    """Take ``amount`` of the money off a locked order, the newest first, as far as it reaches: it is unallocated on
    its receipts. Gives (receipt, amount). The credit holders of ``payer_ids`` are locked."""
    chosen = queries.cut(queries.money_on(order.pk), amount)
    receipts = lock_receipts({one.receipt_id for one, _part in chosen}, payer_ids)
    parts = queries.cut(queries.money_on(order.pk), amount)  # under the lock
    if {one.receipt_id for one, _part in parts} - receipts.keys():
        raise errors.Stale(fields={})
    plan = {row.pk: row for row in planning.rows_of([order.pk])[order.pk]}
    given: dict[int, Decimal] = {}
    for allocation, part in parts:
        receipt, rest = receipts[allocation.receipt_id], allocation.amount - part
        allocating.revoke(receipt, [allocation], {order.pk: order}, actor=actor, at=at)
        row = plan[allocation.plan_row_id]
        row.received -= part
        row.order = order
        if rest:
            allocating.write_allocations(receipt, [row], {row.pk: rest}, actor=actor, at=at)
        receipt.allocated -= part
        given[receipt.pk] = given.get(receipt.pk, ZERO) + part
    update_rows(list(plan.values()), ["received"])
    for pk, part in given.items():
        allocating.save(receipts[pk])
        words = {"reason": reason, "amount": str(part)}
        events.record("receipt.allocation_revoked", receipts[pk], at=at, order=order.reference, **words)
        events.record("order.payment_revoked", order, at=at, receipt=receipts[pk].number, **words)
    if given:
        allocating.conclude([order], at)
    return [(receipts[pk], part) for pk, part in given.items()]


def put_back(order: Order, parts: Collection[tuple[Receipt, Decimal]], *, actor: User, at: datetime) -> None:
    """Let money that is left of locked receipts pay a locked order again, beyond what is owed for it: on the last row
    of its plan."""
    row = planning.rows_of([order.pk])[order.pk][-1]
    row.order = order
    for receipt, amount in parts:
        row.received += amount
        allocating.write_allocations(receipt, [row], {row.pk: amount}, actor=actor, at=at)
        receipt.allocated += amount
        allocating.save(receipt)
        allocating.tell(receipt, [row], {row.pk: amount}, at)
    row.amount = max(row.amount, row.received)
    update_rows([row], ["received", "amount"])
    allocating.conclude([order], at)
