"""Invoices as plain dictionaries for API answers."""

from collections.abc import Iterable
from typing import Any

from common.api.fields import plain
from orders.invoicing.gates import Gate
from orders.invoicing.models import Invoice, InvoiceLine
from orders.order.models import OrderLine

_SAME = (
    *("id", "number", "kind", "status", "invoice_date", "title", "tax_number", "address", "bank", "notes"),
    *("tax_state", "tax_code", "tax_serial", "tax_message", "provider", "external_id", "reason"),
    *("created_at", "issued_at", "version"),
)
_SUMS = ("amount", "tax", "net")


def invoice_row(invoice: Invoice) -> dict[str, Any]:
    """An invoice in a list (``InvoiceRowSerializer``)."""
    return {
        **{name: getattr(invoice, name) for name in _SAME},
        **{name: plain(getattr(invoice, name), 2) for name in _SUMS},
        "reference": invoice.number or f"draft-{invoice.pk}",
        "customer": {"code": invoice.customer.code, "name": invoice.customer.name},
        "red_of": invoice.red_of.number if invoice.red_of else None,
        "currency": invoice.currency_id,
        "created_by": invoice.created_by.username,
    }


def invoice_document(invoice: Invoice, lines: Iterable[InvoiceLine]) -> dict[str, Any]:
    """An invoice with its lines (``InvoiceSerializer``)."""
    return {**invoice_row(invoice), "lines": [_line(one) for one in lines]}


def _line(line: InvoiceLine) -> dict[str, Any]:
    return {
        "position": line.position,
        "order": line.order.reference,
        "line_no": line.order_line.line_no if line.order_line else None,
        "name": line.name,
        "specification": line.specification,
        "unit": line.unit,
        "quantity": plain(line.quantity),
        "tax_rate": plain(line.tax_rate),
        **{name: plain(getattr(line, name), 2) for name in _SUMS},
    }


def open_line(line: OrderLine, gate: Gate | None) -> dict[str, Any]:
    """A line that is to be invoiced (``ToInvoiceSerializer``)."""
    order = line.order
    account = order.bill_to or order.customer
    return {
        "order": order.reference,
        "line_no": line.line_no,
        "customer": {"code": account.code, "name": account.name},
        "product": line.product_code,
        "currency": order.currency_id,
        "shipped": plain(line.shipped),
        "invoiced": plain(line.invoiced),
        "open": plain(line.left),  # type: ignore[attr-defined]
        "last_ship_date": line.last_ship_date,
        "waits_for": gate.code if gate else "",
    }
