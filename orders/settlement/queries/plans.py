"""Payment plans: what is still to be paid, and by which money."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Q, QuerySet

from accounts import policies as rights
from accounts.people.models import User
from common import errors
from orders.order import policies as order_policies
from orders.order.models import Order
from orders.settlement import allotting, planning
from orders.settlement.models import Allocation, PlanRow, Receipt


@dataclass(frozen=True)
class OpenRow:
    """A plan row that is not paid in full: what its order is, what is open, and since when."""

    plan_row_id: int
    order: str
    customer: str
    sequence: int
    is_advance: bool
    basis: str
    amount: Decimal
    received: Decimal
    open: Decimal
    currency: str
    due_date: date | None


def plan_of(order: Order) -> list[PlanRow]:
    """The payment plan of an order the caller may see, in its sequence."""
    return planning.rows_of([order.pk])[order.pk]


def open_rows_for(actor: User, receipt: Receipt) -> list[PlanRow]:
    """The plan rows that this receipt may pay and that are not paid in full, those due longest first, undated
    ones last, then by order date; each with its order. One statement."""
    rows = _open_rows(actor, receipt.customer_id, receipt.customer.credit_holder_id)
    return list(rows.filter(order__currency_id=receipt.currency_id))


def open_rows_of_customer(actor: User, customer_id: int, holder_id: int) -> list[OpenRow]:
    """The same for a customer before any money is recorded, in all currencies, as plain rows."""
    return [
        OpenRow(
            plan_row_id=row.pk,
            order=row.order.reference,
            customer=row.order.customer.name,
            sequence=row.sequence,
            is_advance=row.is_advance,
            basis=row.basis,
            amount=row.amount,
            received=row.received,
            open=row.amount - row.received,
            currency=row.order.currency_id,
            due_date=row.due_date,
        )
        for row in _open_rows(actor, customer_id, holder_id)
    ]


def is_owed(actor: User, receipt: Receipt) -> bool:
    """Whether there is anything that the receipt could pay, as far as the actor sees it. One statement."""
    rows = _open_rows(actor, receipt.customer_id, receipt.customer.credit_holder_id)
    return rows.filter(order__currency_id=receipt.currency_id).exists()


def _open_rows(actor: User, customer_id: int, holder_id: int) -> QuerySet[PlanRow]:
    if rights.effect(actor, "order.amount"):  # what is owed of an order tells its amount
        return PlanRow.objects.none()
    payable = Q(order__customer_id=customer_id) | Q(order__bill_to_id=customer_id)
    payable |= Q(order__customer_id=holder_id) | Q(order__customer__group_id=holder_id)
    rows = PlanRow.objects.filter(
        payable, received__lt=F("amount"), order__status__in=allotting.BINDING
    ).select_related("order__customer")
    rows = rows.filter(order__in=order_policies.visible_to(actor).values("pk"))
    return rows.order_by(F("due_date").asc(nulls_last=True), "order__order_date", "order_id", "sequence")


def orders_of_rows(actor: User, row_ids: Iterable[int]) -> set[int]:
    """The orders of these plan rows. Raises NotFound when a row does not exist or its order is not the
    actor's."""
    ids = set(row_ids)
    rows = PlanRow.objects.filter(pk__in=ids, order__in=order_policies.visible_to(actor).values("pk"))
    found = dict(rows.values_list("pk", "order_id"))
    if len(found) != len(ids):
        raise errors.NotFound()
    return set(found.values())


def plan_rows_by_reference(actor: User, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], int]:
    """(order number, sequence) → plan row key, as an outside system names rows. Raises NotFound when a row does
    not exist or its order is not the actor's."""
    asked = set(wanted)
    rows = PlanRow.objects.filter(
        order__number__in={number for number, _sequence in asked},
        order__in=order_policies.visible_to(actor).values("pk"),
    ).values_list("order__number", "sequence", "pk")
    found = {(str(number), sequence): pk for number, sequence, pk in rows}
    if not asked <= found.keys():
        raise errors.NotFound()
    return found


def orders_paid_by(receipt_id: int) -> set[int]:
    """The orders that standing allocations of a receipt pay: a rule, over all rows."""
    live = Allocation.objects.filter(receipt=receipt_id, revoked_at__isnull=True)
    return set(live.values_list("plan_row__order_id", flat=True))
