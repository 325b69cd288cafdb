"""What was delivered on an account and is to be invoiced: a statement asks to confirm it (SEMANTICS 12)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum

from orders.fulfilment.models import OutboundDocument, OutboundLine, ServiceRecord
from orders.invoicing import billing
from orders.invoicing import queries as invoicing
from orders.invoicing.billing import Worth
from orders.order import derive
from orders.order.models import Order, OrderLine
from orders.order.states import Origin

ZERO, ONE = Decimal(0), Decimal(1)
LEFT = (OutboundDocument.Status.AUDITED, OutboundDocument.Status.SIGNED)


@dataclass(frozen=True)
class Delivery:
    """Pieces of an order's line that were delivered and are on no invoice that counts (``line_no`` None: the order's
    freight). ``delivered`` and ``worth`` count from the first piece of the line, so that whoever confirms this confirms
    what an invoice will say, however it is cut. ``day``: of its last delivery."""

    order: str
    customer_order: str
    line_no: int | None
    product: str
    name: str
    unit: str
    day: date | None
    quantity: Decimal
    amount: Decimal
    delivered: Decimal
    worth: Decimal


def deliveries(customer_id: int, currency: str, last: date) -> list[Delivery]:
    """What was delivered until ``last``, that day too, and is not invoiced yet, order by order: for rules, and for who
    sees the account. A constant number of statements."""
    orders = (
        Order.objects.filter(
            Q(bill_to=customer_id) | Q(bill_to=None, customer=customer_id),
            currency=currency,
            status__in=billing.BINDING,
            order_type__invoices=True,
            shipped_amount__gt=0,
        )
        .exclude(origin=Origin.HISTORY)
        .exclude(invoicing="FULL")
        .select_related("order_type")
        .order_by("pk")
    )
    found = {order.pk: order for order in orders}
    lines = [
        line
        for line in OrderLine.objects.filter(order__in=found, shipped__gt=0).order_by("order_id", "line_no")
        if not billing.is_free(line)
    ]
    ids = [line.pk for line in lines]
    later, refunded, billed = _left_after(ids, last), invoicing.refunded_of(ids), invoicing.billed_of(ids)
    rows: list[Delivery] = []
    gone: set[int] = set()
    for line in lines:
        pieces = billing.limit(line, refunded.get(line.pk, ZERO), in_advance=False)
        delivered = min(pieces, derive.delivered(line) - later.get(line.pk, ZERO))
        if delivered > 0:
            gone.add(line.order_id)
        if delivered > line.invoiced:
            worth = billing.worth(line, delivered)
            asked = worth - billed.get(line.pk, Worth())
            rows.append(_row(found[line.order_id], line, delivered, asked.amount, worth.amount))
    freight = invoicing.freight_open({pk: order for pk, order in found.items() if pk in gone}, counted_only=True)
    rows += [_freight(found[pk], worth.amount) for pk, worth in freight.items()]
    return sorted(rows, key=lambda one: (one.order, one.line_no is None, one.line_no or 0))


def _row(order: Order, line: OrderLine, delivered: Decimal, amount: Decimal, worth: Decimal) -> Delivery:
    return Delivery(
        order=str(order.number),
        customer_order=order.customer_po_number,
        line_no=line.line_no,
        product=line.product_code,
        name=line.product_name,
        unit=line.unit,
        day=line.last_ship_date,
        quantity=delivered - line.invoiced,
        amount=amount,
        delivered=delivered,
        worth=worth,
    )


def _freight(order: Order, amount: Decimal) -> Delivery:
    return Delivery(
        order=str(order.number),
        customer_order=order.customer_po_number,
        line_no=None,
        product="",
        name="",
        unit="",
        day=None,
        quantity=ONE,
        amount=amount,
        delivered=ONE,
        worth=amount,
    )


def _left_after(line_ids: Collection[int], day: date) -> dict[int, Decimal]:
    """Pieces of lines that left, or were performed, after a day."""
    sent = OutboundLine.objects.filter(order_line__in=line_ids, document__status__in=LEFT, document__ship_date__gt=day)
    done = ServiceRecord.objects.filter(order_line__in=line_ids, performed_date__gt=day, revoked_at=None)
    found: dict[int, Decimal] = {}
    for rows in (sent, done):
        for line_id, pieces in rows.values_list("order_line_id").annotate(pieces=Sum("quantity")).order_by():
            found[line_id] = found.get(line_id, ZERO) + pieces
    return found
