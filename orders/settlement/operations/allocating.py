"""Receipts meet plan rows: in parts, of one or many orders, now or later; and back again."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors, events
from common.money import round2
from common.operation import operation
from common.rows import update_rows
from orders.credit import exposure
from orders.order import derive, together
from orders.order.models import Order
from orders.settlement import allotting, planning, policies, queries, sharing
from orders.settlement.differences import recording
from orders.settlement.drafts import holding
from orders.settlement.models import Allocation, PlanRow, Receipt

ZERO = Decimal(0)


@operation
def allocate_receipt(
    *,
    actor: User,
    receipt_id: int,
    allocations: Iterable[tuple[int, Decimal]],
    at: datetime,
    version: int | None = None,
) -> Receipt:
    """Pay plan rows with what is left of a receipt: (plan row id, amount) pairs, of one or many orders.

    Raises NotFound, NotAllowed, Stale, Invalid, WrongState (void receipt, order not binding), Conflict with
    the figures: other currency, other payer, more than the row or the receipt has left.
    """
    wanted = allotting.summed(allocations)
    customer_id = queries.get_receipt_by_id(actor, receipt_id).customer_id
    orders = lock_payable_orders(actor, wanted, customer_id)
    receipt = lock_open_receipt(actor, receipt_id, version)
    _allocate(receipt, wanted, orders, actor, at)
    return receipt


@operation
def allocate_oldest_first(*, actor: User, receipt_id: int, at: datetime, version: int | None = None) -> Receipt:
    """Pay what is due longest with what is left of a receipt: rows by due date, undated ones last, then by
    order date. What finds no open row stays unallocated; asked again when nothing is left, or nothing is open, it does
    nothing. Raises like ``allocate_receipt``, Stale where other orders are due now than when it began."""
    seen = queries.get_receipt_by_id(actor, receipt_id)
    orders = lock_payable_orders(actor, _due_longest(actor, seen), seen.customer_id)
    receipt = lock_open_receipt(actor, receipt_id, version)
    wanted = _due_longest(actor, receipt)  # decided under the locks: another caller may have been first
    needed = queries.orders_of_rows(actor, wanted)
    if not needed <= orders.keys():
        raise errors.Stale(_("The payment plan changed meanwhile; look at it again."), fields={})
    _allocate(receipt, wanted, {key: orders[key] for key in needed}, actor, at)
    return receipt


def _due_longest(actor: User, receipt: Receipt) -> dict[int, Decimal]:
    """Plan row → its part of what is left of the receipt."""
    rows = queries.open_rows_for(actor, receipt)
    parts = sharing.oldest_first(receipt.amount - receipt.allocated, [row.amount - row.received for row in rows])
    return {row.pk: part for row, part in zip(rows, parts, strict=True) if part}


@operation
def revoke_allocation(
    *, actor: User, allocation_id: int, reason: str, at: datetime, version: int | None = None
) -> Receipt:
    """Take an allocation back, with a reason: the money is unallocated again, the plan row open again.
    ``version`` is the receipt's.

    Raises NotFound, NotAllowed, Stale, Invalid without a reason, WrongState when it was taken back already.
    """
    require_reason(reason)
    found = Allocation.objects.filter(pk=allocation_id).values_list("receipt_id", "plan_row__order_id").first()
    if found is None:
        raise errors.NotFound()
    receipt_id, order_id = found
    customer_id = queries.get_receipt_by_id(actor, receipt_id).customer_id
    orders = together.lock_orders([order_id], also_holders_of=[customer_id])
    receipt = lock_open_receipt(actor, receipt_id, version)
    live = [row for row in live_allocations(receipt) if row.pk == allocation_id]
    if not live:
        raise errors.WrongState(_("This allocation was taken back already."), possible=[])
    take_back(receipt, live, orders, actor=actor, at=at)
    save(receipt)
    events.record(
        "receipt.allocation_revoked",
        receipt,
        at=at,
        reason=reason,
        order=orders[order_id].reference,
        amount=str(live[0].amount),
    )
    events.record(
        "order.payment_revoked",
        orders[order_id],
        at=at,
        reason=reason,
        receipt=receipt.number,
        amount=str(live[0].amount),
    )
    return receipt


def _allocate(
    receipt: Receipt, wanted: Mapping[int, Decimal], orders: Mapping[int, Order], actor: User, at: datetime
) -> None:
    """Pay rows of locked orders with a locked receipt, and save it; nothing for no rows."""
    if not wanted:
        return
    holding.require_paying(receipt)
    rows = pour(money_of(receipt), wanted, orders)
    write_allocations(receipt, rows, wanted, actor=actor, at=at)
    receipt.allocated += sum(wanted.values(), ZERO)
    save(receipt)
    conclude(orders.values(), at)
    tell(receipt, rows, wanted, at)


# --- shared with recording and voiding; all under the locks of orders and receipt -----------------


def lock_payable_orders(actor: User, wanted: Mapping[int, Decimal], customer_id: int) -> dict[int, Order]:
    """Lock the payer's credit holder and the orders of these plan rows. Raises NotFound for a row that does
    not exist or whose order the actor may not see."""
    order_ids = queries.orders_of_rows(actor, wanted)
    return together.lock_orders(order_ids, also_holders_of=[customer_id])


def lock_open_receipt(actor: User, receipt_id: int, version: int | None) -> Receipt:
    """The receipt, locked, for someone who may allocate it. Raises NotFound, Stale, NotAllowed, WrongState if
    void."""
    receipt = queries.lock_receipt(actor=actor, receipt_id=receipt_id, version=version)
    policies.require(actor, "receipt.allocate", receipt.customer)
    require_live(receipt)
    return receipt


def require_live(receipt: Receipt) -> None:
    """Raise WrongState for a void receipt."""
    if receipt.is_void:
        raise errors.WrongState(_("Receipt %(number)s is void.") % {"number": receipt.number}, possible=[])


def require_reason(reason: str) -> None:
    """Raise Invalid without a reason in words."""
    if not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Say why.")]})


def money_of(receipt: Receipt) -> allotting.Money:
    """What of the receipt can be allocated."""
    return allotting.Money(
        receipt.customer_id,
        receipt.customer.credit_holder_id,
        receipt.currency_id,
        receipt.amount - receipt.allocated,
    )


def pour(money: allotting.Money, wanted: Mapping[int, Decimal], orders: Mapping[int, Order]) -> list[PlanRow]:
    """Add the amounts to the plan rows, whose orders are locked; gives the rows. Raises as ``allotting``."""
    rows = list(PlanRow.objects.filter(pk__in=wanted, order_id__in=orders).order_by("pk"))
    if len(rows) != len(wanted):
        raise errors.Stale(_("The payment plan changed meanwhile; look at it again."), fields={})
    for row in rows:
        row.order = orders[row.order_id]
    for order in orders.values():
        allotting.require_payable(money, order)
    allotting.require_room(money, rows, wanted)
    for row in rows:
        row.received += wanted[row.pk]
    update_rows(rows, ["received"])
    return rows


def write_allocations(
    receipt: Receipt, rows: Sequence[PlanRow], wanted: Mapping[int, Decimal], *, actor: User, at: datetime
) -> None:
    """The rows that say which money paid what."""
    made = Allocation.objects.bulk_create(
        Allocation(receipt=receipt, plan_row=row, amount=wanted[row.pk], actor=actor, at=at) for row in rows
    )
    recording.record([(one, receipt, row.order) for one, row in zip(made, rows, strict=True)], at)
    _pass_on(receipt, [(row.order, wanted[row.pk]) for row in rows])


def _pass_on(receipt: Receipt, paid: Iterable[tuple[Order, Decimal]]) -> None:
    """Money that pays an order counts for the order's credit holder from now on (a bill-to pays for another) and
    at the order's rate: what an order owes and what paid it then cancel out, whatever the currency did
    meanwhile. Both holders are locked."""
    payer = receipt.customer.credit_holder_id
    for order, amount in paid:
        buyer = order.customer.credit_holder_id
        out, into = round2(amount * receipt.exchange_rate), round2(amount * order.exchange_rate)
        if buyer != payer:
            exposure.move(payer, received=-out)
            exposure.move(buyer, received=into)
        elif into != out:
            exposure.move(payer, received=into - out)


def live_allocations(receipt: Receipt) -> list[Allocation]:
    """The allocations of a locked receipt that stand."""
    rows = receipt.allocations.filter(revoked_at__isnull=True).select_related("plan_row").order_by("pk")
    return list(rows)


def take_back(
    receipt: Receipt, live: Sequence[Allocation], orders: Mapping[int, Order], *, actor: User, at: datetime
) -> None:
    """Undo standing allocations of a receipt (does not save the receipt)."""
    revoke(receipt, live, orders, actor=actor, at=at)
    back: dict[int, Decimal] = {}
    for allocation in live:
        back[allocation.plan_row_id] = back.get(allocation.plan_row_id, ZERO) + allocation.amount
    rows = list(PlanRow.objects.filter(pk__in=back, order_id__in=orders).order_by("pk"))
    for row in rows:
        row.received -= back[row.pk]
    update_rows(rows, ["received"])
    receipt.allocated -= sum((allocation.amount for allocation in live), ZERO)
    conclude(orders.values(), at)


def revoke(
    receipt: Receipt, live: Sequence[Allocation], orders: Mapping[int, Order], *, actor: User, at: datetime
) -> None:
    """Mark allocations of a locked receipt as taken back; the money counts for its payer again."""
    Allocation.objects.filter(pk__in=[row.pk for row in live]).update(revoked_at=at, revoked_by=actor)
    recording.record([(one, receipt, orders[one.plan_row.order_id]) for one in live], at, sign=-1)
    _pass_on(receipt, [(orders[one.plan_row.order_id], -one.amount) for one in live])


def conclude(orders: Iterable[Order], at: datetime) -> None:
    """Re-derive plan and states of locked orders whose money changed, and save them."""
    orders = list(orders)
    ids = [order.pk for order in orders]
    plans, lines = planning.rows_of(ids), together.lines_by_order(ids)
    for order in orders:
        before = exposure.terms_of(order, lines[order.pk])
        planning.follow(order, lines[order.pk], plans[order.pk])
        derive.derive(order, lines[order.pk])
        # money moves an order's own terms only where history counts what was received
        exposure.follow(order.customer.credit_holder_id, before, exposure.terms_of(order, lines[order.pk]))
    together.save_orders(orders, at)


def save(receipt: Receipt) -> None:
    """Keep what changed of a locked receipt's allocations."""
    receipt.version += 1
    receipt.save(update_fields=["allocated", "version"])


def tell(receipt: Receipt, rows: Sequence[PlanRow], wanted: Mapping[int, Decimal], at: datetime) -> None:
    """Say on the receipt and on each order what was paid."""
    by_order: dict[int, Decimal] = {}
    for row in rows:
        by_order[row.order_id] = by_order.get(row.order_id, ZERO) + wanted[row.pk]
    orders = {row.order_id: row.order for row in rows}
    parts = {orders[pk].reference: str(amount) for pk, amount in by_order.items()}
    events.record("receipt.allocated", receipt, at=at, orders=parts)
    for pk, amount in by_order.items():
        events.record("order.paid", orders[pk], at=at, receipt=receipt.number, amount=str(amount))
