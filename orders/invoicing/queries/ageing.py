"""Which invoices are not paid: what came in for an order pays its invoices, the oldest first."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from accounts.people.models import User
from orders.invoicing import policies
from orders.invoicing.models import InvoiceLine
from orders.invoicing.states import COUNTED

ZERO = Decimal(0)


@dataclass(frozen=True)
class OpenInvoice:
    """An invoice that is not paid in full: ``open`` of ``amount``, red ones taken off, ``days`` after its date."""

    number: str
    invoice_date: date
    currency: str
    amount: Decimal
    open: Decimal
    days: int


def ageing_by_invoice(actor: User, customer_id: int, on: date) -> list[OpenInvoice]:
    """The unpaid invoices of a customer, the oldest first: money received for an order pays its invoices by date,
    whatever part of the plan it was allocated to. Two statements."""
    parts = (
        InvoiceLine.objects.filter(
            invoice__in=policies.visible_to(actor).filter(customer=customer_id, status__in=COUNTED).values("pk"),
            invoice__invoice_date__lte=on,
        )
        .values_list(
            "order_id",
            "order__received_amount",
            "invoice_id",
            "invoice__red_of_id",
            "invoice__number",
            "invoice__invoice_date",
            "invoice__currency_id",
        )
        .annotate(amount=Sum("amount"))
        .order_by("invoice__invoice_date", "invoice_id", "order_id")
    )
    left: dict[int, Decimal] = {}
    found: dict[int, tuple[str, date, str]] = {}
    owed: dict[tuple[int, int], Decimal] = {}
    for order_id, received, invoice_id, red_of, number, day, currency, amount in parts:
        left.setdefault(order_id, received)
        key = (red_of or invoice_id, order_id)
        owed[key] = owed.get(key, ZERO) + amount
        if red_of is None:
            found[invoice_id] = (str(number), day, currency)
    opens: dict[int, tuple[Decimal, Decimal]] = {}
    for (invoice_id, order_id), amount in owed.items():
        paid = min(max(amount, ZERO), left[order_id])
        left[order_id] -= paid
        whole, rest = opens.get(invoice_id, (ZERO, ZERO))
        opens[invoice_id] = (whole + amount, rest + amount - paid)
    return [
        OpenInvoice(*found[pk], amount=whole, open=rest, days=(on - found[pk][1]).days)
        for pk, (whole, rest) in opens.items()
        if rest > 0 and pk in found
    ]
