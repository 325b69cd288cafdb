"""Deliveries and money for tests, made by the real operations on top of ``orders.tests.builders``."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.people import queries as people
from accounts.people.models import User
from common.invariants import invariants, offenders
from orders.fulfilment import operations as fulfilment
from orders.fulfilment.models import OutboundDocument
from orders.invoicing import operations as invoicing
from orders.order.models import Order, OrderLine
from orders.settlement import operations as settlement
from orders.settlement import planning
from orders.settlement.models import PlanRow, Receipt
from orders.tests.builders import AT, TODAY, lines_of

ONE_DAY = timedelta(days=1)


def first_line(order: Order) -> OrderLine:
    """The order's first line as it stands now."""
    return lines_of(order)[0]


def make_outbound(
    order: Order,
    quantity: int | str | Decimal | None = None,
    *,
    lines: Iterable[tuple[int, Decimal]] | None = None,
    actor: User | None = None,
    at: datetime = AT,
    **header: Any,
) -> OutboundDocument:
    """A delivery notice over the order's goods: everything open, ``quantity`` of its first line, or ``lines``."""
    if lines is None and quantity is not None:
        lines = [(first_line(order).pk, Decimal(quantity))]
    if lines is None:
        goods = [line for line in lines_of(order) if not line.is_service and line.open > line.drafted]
        lines = [(line.pk, line.open - line.drafted) for line in goods]
    return fulfilment.draft_outbound(actor=actor or people.system_user(), lines=lines, at=at, **header)


def make_shipped(
    order: Order,
    quantity: int | str | Decimal | None = None,
    *,
    at: datetime = AT,
    ship_date: date = TODAY,
    **more: Any,
) -> OutboundDocument:
    """An audited outbound document; an order whose goods left before today was placed by then."""
    Order.objects.filter(pk=order.pk, order_date__gt=ship_date).update(order_date=ship_date)
    document = make_outbound(order, quantity, at=at, **more)
    return fulfilment.audit_outbound(actor=people.system_user(), document_id=document.pk, ship_date=ship_date, at=at)


def make_signed(
    order: Order,
    quantity: int | str | Decimal | None = None,
    *,
    at: datetime = AT,
    signed_date: date = TODAY,
    lines: dict[int, tuple[Decimal, Decimal]] | None = None,
    reship: Iterable[int] = (),
    **more: Any,
) -> OutboundDocument:
    """A document that the customer signed for, in full unless ``lines`` say otherwise."""
    document = make_shipped(order, quantity, at=at, **more)
    return sign(document, at=at, signed_date=signed_date, lines=lines, reship=reship)


def sign(
    document: OutboundDocument,
    *,
    at: datetime = AT,
    signed_date: date = TODAY,
    lines: dict[int, tuple[Decimal, Decimal]] | None = None,
    reship: Iterable[int] = (),
) -> OutboundDocument:
    """Have an audited document signed for."""
    return fulfilment.sign_outbound(
        actor=people.system_user(),
        document_id=document.pk,
        signer="王建国",
        signed_date=signed_date,
        lines=lines,
        reship=list(reship),
        at=at,
    )


def plan_of(order: Order) -> list[PlanRow]:
    """The payment plan as it stands now."""
    return planning.rows_of([order.pk])[order.pk]


def make_receipt(order: Order, amount: int | str | Decimal, *, at: datetime = AT, **more: Any) -> Receipt:
    """Money from the order's customer, not allocated."""
    values: dict[str, Any] = {"received_date": TODAY, **more}
    return settlement.record_receipt(
        actor=values.pop("actor", people.system_user()),
        customer_id=values.pop("customer_id", order.customer_id),
        amount=Decimal(amount),
        at=at,
        **values,
    )


def make_paid(order: Order, amount: int | str | Decimal | None = None, *, at: datetime = AT, **more: Any) -> Receipt:
    """Money that pays the order's plan rows in their sequence: all that is open, or ``amount`` of it."""
    rows = plan_of(order)
    left = sum((row.amount - row.received for row in rows), Decimal(0)) if amount is None else Decimal(amount)
    total, allocations = left, []
    for row in rows:
        part = min(left, row.amount - row.received)
        if part:
            allocations.append((row.pk, part))
            left -= part
    return make_receipt(order, total, allocations=allocations, at=at, **more)


def make_invoiced(order: Order, *, at: datetime = AT) -> None:
    """Everything that was delivered of an order is invoiced, its freight with it."""
    lines = [(line.pk, line.shipped - line.invoiced) for line in lines_of(order) if line.amount and line.shipped]
    freight = [order.pk] if order.freight else []
    draft = invoicing.draft_invoice(actor=people.system_user(), lines=lines, freight_of=freight, at=at)
    invoicing.issue_invoice(actor=people.system_user(), invoice_id=draft.pk, at=at)


def broken_invariants() -> dict[str, list[dict[str, Any]]]:
    """Every invariant that does not hold just now, with its offenders."""
    found = {key: offenders(invariant) for key, invariant in invariants.items()}
    return {key: rows for key, rows in found.items() if rows}
