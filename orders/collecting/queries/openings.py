"""The parts of payment plans that are open on a customer's account."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F

from orders.collecting.queries.ledger import ACCOUNT
from orders.settlement import allotting
from orders.settlement.models import PlanRow


@dataclass(frozen=True)
class OpenPart:
    """A part of an order's plan that is not paid in full; ``days`` past its day, 0 where it is not due or has none."""

    order_id: int
    order: str
    customer_order: str
    sequence: int
    due_date: date | None
    amount: Decimal
    received: Decimal
    open: Decimal
    days: int


def open_parts(customer_id: int, currency: str, on: date) -> list[OpenPart]:
    """What is open on an account, what is due longest first: for rules and for who sees the account. One statement."""
    rows = (
        PlanRow.objects.annotate(account=ACCOUNT)
        .filter(
            account=customer_id,
            order__currency_id=currency,
            order__status__in=allotting.BINDING,
            received__lt=F("amount"),
        )
        .order_by(F("due_date").asc(nulls_last=True), "order_id", "sequence")
        .values_list(
            "order_id", "order__number", "order__customer_po_number", "sequence", "due_date", "amount", "received"
        )
    )
    return [
        OpenPart(
            order_id=order_id,
            order=str(number),
            customer_order=theirs,
            sequence=sequence,
            due_date=due_date,
            amount=amount,
            received=received,
            open=amount - received,
            days=max(0, (on - due_date).days) if due_date else 0,
        )
        for order_id, number, theirs, sequence, due_date, amount, received in rows
    ]
