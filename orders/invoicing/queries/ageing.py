"""Which invoices are not paid: what came in for an order pays its invoices, the oldest first, whatever part of its plan
it was allocated to."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import DateField, DecimalField, Exists, F, Func, OuterRef, QuerySet

from accounts import policies as rights
from accounts.people.models import User
from common.keyset import Sort
from orders.invoicing import policies
from orders.invoicing.models import Invoice, InvoiceLine
from orders.invoicing.rights import VIEW
from orders.invoicing.states import Status

ZERO = Decimal(0)
RECEIPTS = "receipt.view"  # what is open of an invoice tells what was paid
LIMITS = (30, 60, 90)  # days overdue, the last of each bucket
SORTS = {
    "due_date": Sort("due_date", nullable=True, descending=False),
    "invoice_date": Sort("invoice_date", nullable=True, descending=False),
    "open": Sort("open"),
}
DEFAULT_SORT = "due_date"

# what an invoice says, red ones taken off
_LEFT = """
(SELECT sum(p.amount) FROM orders_invoiceline p JOIN orders_invoice i ON i.id = p.invoice_id
WHERE i.status IN ('ISSUED', 'RED') AND (i.id = orders_invoice.id OR i.red_of_id = orders_invoice.id))
"""
# order by order: what it says, less what came in for the order and was not taken by earlier invoices
_OPEN = """
(SELECT sum(x.owed - least(x.owed, greatest(0, x.received - x.before))) FROM (
    SELECT o.received_amount AS received,
        sum(p.amount) FILTER (WHERE coalesce(i.red_of_id, i.id) = orders_invoice.id) AS owed,
        coalesce(sum(p.amount) FILTER (
            WHERE (b.invoice_date, b.id) < (orders_invoice.invoice_date, orders_invoice.id)), 0) AS before
    FROM orders_order o JOIN orders_invoiceline p ON p.order_id = o.id
    JOIN orders_invoice i ON i.id = p.invoice_id AND i.status IN ('ISSUED', 'RED')
    JOIN orders_invoice b ON b.id = coalesce(i.red_of_id, i.id)
    WHERE o.id IN (SELECT order_id FROM orders_invoiceline WHERE invoice_id = orders_invoice.id)
    GROUP BY o.id
) x)
"""
# the first day on which a part of its orders' plans that is not paid in full is due; parts that count from the invoice
# count from this one
_DUE = """
(SELECT min(CASE
    WHEN r.basis <> 'INVOICE' THEN r.due_date
    WHEN r.from_month_end
        THEN (date_trunc('month', orders_invoice.invoice_date) + interval '1 month - 1 day')::date + r.days::int
    ELSE orders_invoice.invoice_date + r.days::int END)
FROM orders_planrow r WHERE r.received < r.amount
    AND r.order_id IN (SELECT order_id FROM orders_invoiceline WHERE invoice_id = orders_invoice.id))
"""
_MONEY = DecimalField(max_digits=20, decimal_places=2)


@dataclass(frozen=True)
class OpenInvoice:
    """An invoice that is not paid in full: ``open`` of ``amount``, red ones taken off, ``days`` after its date."""

    number: str
    invoice_date: date
    currency: str
    amount: Decimal
    open: Decimal
    days: int


def list_unpaid(actor: User) -> QuerySet[Invoice]:
    """The invoices that are not paid in full, of the customers whose invoices and receipts ``actor`` sees, each with
    ``left`` (its amount, red ones taken off), ``open``, and ``due_date``. Raises NotAllowed."""
    rights.require(actor, VIEW)
    rights.require(actor, RECEIPTS)
    owners, department = ("customer__owner",), "customer__department_id"
    rows = rights.visible(policies.visible_to(actor), actor, RECEIPTS, owners=owners, department=department)
    return _unpaid(rows).select_related("customer__owner", "currency")


def ageing_by_invoice(actor: User, customer_id: int, on: date) -> list[OpenInvoice]:
    """The unpaid invoices of a customer until a day, the oldest first. One statement."""
    rows: Iterable[Any] = _unpaid(policies.visible_to(actor).filter(customer=customer_id, invoice_date__lte=on))
    return [
        OpenInvoice(row.number, row.invoice_date, row.currency_id, row.left, row.open, (on - row.invoice_date).days)
        for row in sorted(rows, key=lambda row: (row.invoice_date, row.pk))
    ]


def _unpaid(rows: QuerySet[Invoice]) -> QuerySet[Invoice]:
    # no invoice says more than its order charges: where all that came in, nothing is open
    owing = InvoiceLine.objects.filter(invoice=OuterRef("pk"), order__received_amount__lt=F("order__total_amount"))
    found = rows.filter(Exists(owing), status=Status.ISSUED, red_of=None)
    return found.annotate(
        left=Func(template=_LEFT, output_field=_MONEY),
        open=Func(template=_OPEN, output_field=_MONEY),
        due_date=Func(template=_DUE, output_field=DateField()),
    ).filter(open__gt=ZERO)


@dataclass
class Aged:
    """What is open of several invoices in one currency, by how long it is due: ``buckets`` as ``edges``."""

    currency: str
    key: int | None = None
    name: str = ""
    code: str = ""
    count: int = 0
    undated: Decimal = ZERO
    not_due: Decimal = ZERO
    buckets: list[Decimal] = field(default_factory=lambda: [ZERO] * (len(LIMITS) + 1))
    open: Decimal = ZERO

    @property
    def overdue(self) -> Decimal:
        """What is past its day."""
        return sum(self.buckets, ZERO)

    def add(self, due: date | None, amount: Decimal, on: date) -> None:
        """Count an invoice."""
        self.count += 1
        self.open += amount
        if due is None:
            self.undated += amount
        elif due >= on:
            self.not_due += amount
        else:
            late = (on - due).days
            self.buckets[next((place for place, last in enumerate(LIMITS) if late <= last), len(LIMITS))] += amount


def edges() -> list[tuple[int, int | None]]:
    """(first, last) days overdue of each bucket; last None: and more."""
    starts = [1, *(last + 1 for last in LIMITS)]
    return list(zip(starts, [*LIMITS, None], strict=True))


BY: dict[str, tuple[str, str, str]] = {
    "customer": ("customer_id", "customer__name", "customer__code"),
    "salesperson": ("customer__owner_id", "customer__owner__name", "customer__owner__username"),
}


def aged(rows: QuerySet[Invoice], on: date, by: str = "") -> list[Aged]:
    """Unpaid invoices summed by currency, and by customer or salesperson; the most overdue first. One statement."""
    keys = BY.get(by, ("currency_id", "currency_id", "currency_id"))
    found: dict[tuple[Any, str], Aged] = defaultdict(lambda: Aged(""))
    named = rows.select_related(None).order_by().values_list(*keys, "currency_id", "due_date", "open")
    for key, name, code, currency, due, amount in named:
        sums = found[key, currency]
        sums.currency, sums.name, sums.code = currency, name or "", code or ""
        sums.key = key if by else None
        sums.add(due, amount, on)
    return sorted(found.values(), key=lambda one: (-one.overdue, -one.open, one.currency))
