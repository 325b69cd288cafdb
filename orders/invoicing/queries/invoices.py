"""Invoices, as far as the actor may see them."""

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors
from common.keyset import Sort
from orders.invoicing import policies
from orders.invoicing.billing import Worth
from orders.invoicing.models import Invoice, InvoiceLine
from orders.invoicing.states import Status
from orders.order.models import Order

SORTS = {
    "created_at": Sort("created_at"),
    "invoice_date": Sort("invoice_date", nullable=True),
    "amount": Sort("amount"),
}
DEFAULT_SORT = "created_at"


def list_invoices(actor: User) -> QuerySet[Invoice]:
    """The invoices that ``actor`` may see, with what a list shows of them."""
    return policies.visible_to(actor).select_related("customer", "currency", "created_by", "red_of")


def get_invoice(actor: User, reference: str) -> Invoice:
    """One by its number, or ``draft-<id>``. Raises NotFound, also for "not yours"."""
    draft = reference.lower().removeprefix("draft-")
    named = {"pk": int(draft)} if draft != reference.lower() and draft.isdecimal() else {"number": reference.upper()}
    return _one(list_invoices(actor).filter(**named))


def get_invoice_by_id(actor: User, invoice_id: int) -> Invoice:
    """The same by key."""
    return _one(list_invoices(actor).filter(pk=invoice_id))


def lock_invoice(*, actor: User, invoice_id: int, version: int | None = None) -> Invoice:
    """One, locked after its orders (DESIGN 3). Raises NotFound, Stale."""
    rows = policies.visible_to(actor).select_for_update(no_key=True, of=("self",)).select_related("customer")
    invoice = _one(rows.filter(pk=invoice_id))
    if version is not None and invoice.version != version:
        raise errors.Stale(fields={}, version=invoice.version)
    return invoice


def _one(rows: QuerySet[Invoice]) -> Invoice:
    invoice = rows.first()
    if invoice is None:
        raise errors.NotFound()
    return invoice


def lines_of(invoice: Invoice) -> list[InvoiceLine]:
    """The lines of an invoice the caller may see, with their orders. One statement."""
    return list(invoice.lines.select_related("order", "order_line").order_by("position"))


def orders_on(invoice_id: int) -> set[int]:
    """The orders that an invoice is about: a rule, over all rows."""
    return set(InvoiceLine.objects.filter(invoice=invoice_id).values_list("order_id", flat=True))


def invoices_of_order(actor: User, order: Order) -> list[dict[str, Any]]:
    """The invoices about an order the caller may see, oldest first, with the order's part of each. One statement."""
    parts = InvoiceLine.objects.filter(order=order, invoice__in=policies.visible_to(actor).values("pk"))
    names = (
        *("invoice_id", "invoice__number", "invoice__status", "invoice__kind", "invoice__invoice_date"),
        *("invoice__tax_serial", "invoice__red_of_id"),
    )
    found = parts.values(*names).annotate(amount=Sum("amount")).order_by("invoice_id")
    rows = [{name.removeprefix("invoice__"): value for name, value in row.items()} for row in found]
    return [
        {
            **row,
            "reference": row["number"] or f"draft-{row['invoice_id']}",
            "label": row["number"] or _("Draft #%(id)s") % {"id": row["invoice_id"]},
            "state": Status(row["status"]).label,
        }
        for row in rows
    ]


def last_invoice_day(order_ids: Collection[int]) -> dict[int, date]:
    """The latest day on which each order was invoiced; orders whose invoices were all taken back are left out."""
    rows = InvoiceLine.objects.filter(
        order__in=order_ids, invoice__status=Status.ISSUED, invoice__red_of=None
    ).values_list("order_id", "invoice__invoice_date")
    found: dict[int, date] = {}
    for order_id, day in rows:
        assert day is not None  # it is issued
        found[order_id] = max(day, found.get(order_id, day))
    return found


def taken_of(invoice: Invoice) -> dict[int, Decimal]:
    """Line id → how many pieces of it red invoices took back already."""
    rows = InvoiceLine.objects.filter(red_of__invoice=invoice).exclude(invoice__status=Status.VOID)
    found: dict[int, Decimal] = {}
    for line_id, quantity in rows.values_list("red_of_id", "quantity"):
        if line_id is not None:
            found[line_id] = found.get(line_id, Decimal(0)) - quantity
    return found


def left_worth_of(lines: Iterable[InvoiceLine]) -> dict[int, Worth]:
    """Line id → what red invoices left of its amount and tax."""
    found = {line.pk: Worth(line.amount, line.tax) for line in lines}
    rows = InvoiceLine.objects.filter(red_of__in=found).exclude(invoice__status=Status.VOID)
    for line_id, amount, tax in rows.values_list("red_of_id", "amount", "tax"):
        if line_id is not None:
            found[line_id] += Worth(amount, tax)
    return found


def is_credit(invoice: Invoice) -> bool:
    """Whether it is a red invoice that credits amounts alone."""
    return invoice.is_red and not invoice.lines.exclude(quantity=0).exists()
