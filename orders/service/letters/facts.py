"""How a customer's open orders stand, as a letter to him may say it: nothing of costs, of others, of who does what."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Prefetch

from orders.order.models import Order, OrderLine
from orders.order.states import Closure, Fulfilment, Origin, Status
from orders.settlement.models import PlanRow

DONE = 100  # per cent of the work
ONLY = "only"  # the number of the order that a letter speaks of alone


def open_orders(customer_id: int, order_id: int | None = None) -> list[Order]:
    """The orders in force that still have something to come (one of them, where it is named), the oldest first, with
    their lines. Two statements."""
    lines = OrderLine.objects.filter(is_service=False).order_by("line_no")
    rows = Order.objects.filter(customer=customer_id, status=Status.EFFECTIVE).exclude(signing=Fulfilment.FULL)
    rows = rows.exclude(origin=Origin.HISTORY).order_by("pk")
    rows = rows if order_id is None else rows.filter(pk=order_id)
    return list(rows.prefetch_related(Prefetch("lines", queryset=lines)))


def of_orders(orders: list[Order], today: date) -> dict[str, Any]:
    """Plain values of all of them. One statement."""
    owed = PlanRow.objects.filter(order__in=orders, received__lt=F("amount"), due_date__isnull=False)
    payments: dict[int, PlanRow] = {}
    for row in owed.order_by("-due_date", "-sequence"):
        payments[row.order_id] = row
    return {"day": today.isoformat(), "orders": [_order(one, payments.get(one.pk), today) for one in orders]}


def _order(order: Order, payment: PlanRow | None, today: date) -> dict[str, Any]:
    lines = [line for line in order.lines.all() if line.closure == Closure.OPEN or line.shipped]
    return {
        "number": order.number,
        "customer_number": order.customer_po_number,
        "lines": [_line(line, today) for line in lines],
        "payment": {
            "amount": f"{payment.amount - payment.received:,.2f}",
            "currency": str(order.currency_id),
            "due": payment.due_date.isoformat(),
        }
        if payment is not None and payment.due_date is not None
        else None,
    }


def _line(line: OrderLine, today: date) -> dict[str, Any]:
    """``state``: SENT, PART, LATE, READY, MADE or OPEN; ``day``: when it comes, the new day of a late one."""
    day = line.promised_date
    planned = line.work_end_date
    is_late = day is not None and (day < today or (planned is not None and planned > day))
    new_day = planned if is_late and planned is not None and planned >= today else None
    if line.shipped >= line.ordered:
        state = "SENT"
    elif is_late:
        state = "LATE"
    elif line.shipped:
        state = "PART"
    elif line.work_done == DONE:
        state = "READY"
    else:
        state = "MADE" if line.work_started else "OPEN"
    told = new_day if is_late else day
    return {
        "name": line.product_name,
        "quantity": _number(line.ordered),
        "shipped": _number(line.shipped),
        "unit": line.unit,
        "state": state,
        "day": told.isoformat() if told else "",
    }


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"
