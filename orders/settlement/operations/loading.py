"""Receipts of the time before (imports at take-over): recorded and poured over the plans of their orders, many at
once. The number of statements grows with hundreds of orders, not with receipts (SEMANTICS 12)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from accounts import policies as rights
from accounts.people.models import User
from accounts.periods import queries as periods
from common import currencies, errors, events
from common.dates import business_day
from common.numbering import Series, draw_many
from common.operation import operation
from common.rows import update_rows
from customers.models import Customer
from orders.credit import exposure
from orders.order import derive, together
from orders.order.models import Order
from orders.order.states import Origin
from orders.settlement import allotting, planning
from orders.settlement.differences import recording
from orders.settlement.models import Allocation, PlanRow, Receipt

_CHUNK = 500
ZERO = Decimal(0)


@dataclass(frozen=True)
class OldReceipt:
    """Money that came in before this house was in use, perhaps for one order. Amount in ``currency``; an
    ``external_id`` is unique per ``provider``."""

    customer_id: int
    order_id: int | None
    amount: Decimal
    received_date: date
    currency: str
    method: str = ""
    provider: str = ""
    external_id: str = ""
    payer: str = ""
    notes: str = ""


@dataclass(frozen=True)
class _Part:
    """So much of a receipt (by its place) pays this plan row."""

    place: int
    row: PlanRow
    order: Order
    amount: Decimal


@operation
def load_receipts(*, actor: User, receipts: Sequence[OldReceipt], at: datetime) -> list[int]:
    """Record receipts of the time before, all at once; their ids in the order given.

    Each pays the plan of the order it names, row after row, as far as there is room and money of that customer may
    pay that order; the rest stays unallocated. A historical order without a plan gets one of one row: what it was
    worth. Nobody is told, for it is no news. The caller has checked lengths, amounts and days.

    Raises NotAllowed, NotFound for an order that is gone, Conflict without an exchange rate.
    """
    rights.require(actor, "import.take_over", owners=[])
    periods.require_open(*{one.received_date for one in receipts}, at=at)
    customers = {row.pk: row for row in Customer.objects.filter(pk__in={one.customer_id for one in receipts})}
    rates = _rates(receipts)
    parts = list(_pour(receipts, customers, at))
    allocated: dict[int, Decimal] = {}
    for part in parts:
        allocated[part.place] = allocated.get(part.place, ZERO) + part.amount
    numbers = draw_many(Series.RECEIPT, business_day(at), len(receipts)) if receipts else []
    rows = [
        Receipt(
            number=numbers[place],
            customer=customers[one.customer_id],
            currency_id=one.currency,
            exchange_rate=rates[one.currency, one.received_date],
            amount=one.amount,
            allocated=allocated.get(place, ZERO),
            received_date=one.received_date,
            method=one.method,
            provider=one.provider,
            external_id=one.external_id,
            payer=one.payer,
            notes=one.notes,
            created_by=actor,
            created_at=at,
        )
        for place, one in enumerate(receipts)
    ]
    Receipt.objects.bulk_create(rows, batch_size=1000)
    paid = Allocation.objects.bulk_create(
        (
            Allocation(receipt=rows[part.place], plan_row=part.row, amount=part.amount, actor=actor, at=at)
            for part in parts
        ),
        batch_size=1000,
    )
    recording.record([(one, rows[part.place], part.order) for one, part in zip(paid, parts, strict=True)], at)
    holders = {row.credit_holder_id for row in customers.values()}
    exposure.rebuild(holders | {part.order.customer.credit_holder_id for part in parts})
    _tell(rows, parts, at)
    return [row.pk for row in rows]


def _rates(receipts: Iterable[OldReceipt]) -> dict[tuple[str, date], Decimal]:
    wanted = {(one.currency, one.received_date) for one in receipts}
    return {(currency, day): currencies.rate_on(currency, day) for currency, day in sorted(wanted)}


def _pour(receipts: Sequence[OldReceipt], customers: dict[int, Customer], at: datetime) -> Iterator[_Part]:
    """Pay the plans of the orders named, in the order of the receipts; saves plans and orders."""
    by_order: dict[int, list[int]] = {}
    for place, one in enumerate(receipts):
        if one.order_id is not None:
            by_order.setdefault(one.order_id, []).append(place)
    ids = sorted(by_order)
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        payers = {receipts[place].customer_id for pk in chunk for place in by_order[pk]}
        orders = together.lock_orders(chunk, also_holders_of=payers)
        _give_history_a_plan([(orders[pk], receipts[by_order[pk][0]].received_date) for pk in chunk])
        plans, lines = planning.rows_of(chunk), together.lines_by_order(chunk)
        for pk in chunk:
            for place in by_order[pk]:
                yield from _pay(place, receipts[place], customers, orders[pk], plans[pk])
        update_rows([row for plan in plans.values() for row in plan], ["received"])
        for pk, order in orders.items():
            planning.follow(order, lines[pk], plans[pk])
            derive.derive(order, lines[pk])
        together.save_orders(orders.values(), at)


def _pay(
    place: int, receipt: OldReceipt, customers: dict[int, Customer], order: Order, plan: Sequence[PlanRow]
) -> Iterator[_Part]:
    holder = customers[receipt.customer_id].credit_holder_id
    left = receipt.amount
    try:
        allotting.require_payable(allotting.Money(receipt.customer_id, holder, receipt.currency, left), order)
    except errors.Conflict:
        return  # it stays unallocated
    for row in plan:
        part = min(left, row.amount - row.received)
        if part > 0:
            row.received += part
            left -= part
            yield _Part(place, row, order, part)


def _give_history_a_plan(paid: Iterable[tuple[Order, date]]) -> None:
    history = {order.pk: (order, day) for order, day in paid if order.origin == Origin.HISTORY}
    for pk in PlanRow.objects.filter(order_id__in=history).values_list("order_id", flat=True):
        history.pop(pk, None)
    PlanRow.objects.bulk_create(
        PlanRow(order=order, sequence=1, percent=Decimal(100), amount=order.total_amount, basis="ORDER", due_date=day)
        for order, day in history.values()
    )


def _tell(rows: Sequence[Receipt], parts: Iterable[_Part], at: datetime) -> None:
    for row in rows:
        events.record("receipt.recorded", row, at=at, customer=row.customer.code, amount=str(row.amount))
    for part in parts:
        events.record("order.paid", part.order, at=at, receipt=rows[part.place].number, amount=str(part.amount))
