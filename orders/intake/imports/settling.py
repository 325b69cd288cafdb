"""Imported receipts, recorded through the settlement room."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from common.imports.batch import Batch
from orders.order.models import Order
from orders.order.states import Origin
from orders.settlement import operations
from orders.settlement.models import PlanRow


@dataclass(frozen=True)
class Paid:
    """One staged receipt with its references resolved."""

    customer_id: int
    order_id: int | None
    amount: Decimal
    received_date: date
    currency: str | None
    method: str
    external_id: str
    payer: str
    notes: str


def record(batch: Batch, receipts: list[Paid]) -> None:
    """Record the receipts in order of their day; what does not fit the plan of the named order stays
    unallocated. A historical order gets a plan of one row: what it was worth."""
    _give_history_a_plan(receipts)
    for paid in receipts:
        operations.record_receipt(
            actor=batch.actor,
            customer_id=paid.customer_id,
            amount=paid.amount,
            received_date=paid.received_date,
            currency=paid.currency,
            method=paid.method,
            provider=batch.profile.source if paid.external_id else "",
            external_id=paid.external_id,
            payer=paid.payer,
            notes=paid.notes,
            allocations=_parts(paid),
            at=batch.at,
        )


def _parts(paid: Paid) -> list[tuple[int, Decimal]]:
    if paid.order_id is None:
        return []
    left, parts = paid.amount, []
    for row in PlanRow.objects.filter(order_id=paid.order_id).order_by("sequence"):
        part = min(left, row.amount - row.received)
        if part > 0:
            parts.append((row.pk, part))
            left -= part
    return parts


def _give_history_a_plan(receipts: list[Paid]) -> None:
    paid_on = {paid.order_id: paid.received_date for paid in receipts if paid.order_id is not None}
    bare = Order.objects.filter(pk__in=paid_on, origin=Origin.HISTORY, plan_rows=None)
    PlanRow.objects.bulk_create(
        PlanRow(order_id=pk, sequence=1, percent=Decimal(100), amount=total, basis="ORDER", due_date=paid_on[pk])
        for pk, total in bare.values_list("pk", "total_amount")
    )
