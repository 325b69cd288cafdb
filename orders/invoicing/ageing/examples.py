"""Examples of unpaid invoices in the OpenAPI document."""

from typing import Any

from common.api import examples

_ROW: dict[str, Any] = {
    "number": "IV20261012-0003",
    "tax_serial": "26332000000012345678",
    "customer": {"code": "C1001", "name": "东海仪表有限公司"},
    "salesperson": "chen.lx",
    "invoice_date": "2026-10-12",
    "due_date": "2026-11-11",
    "days_overdue": 9,
    "currency": "CNY",
    "amount": "5000.00",
    "open": "3800.00",
}
_AGED: dict[str, Any] = {
    "code": "C1001",
    "name": "东海仪表有限公司",
    "currency": "CNY",
    "invoices": 2,
    "undated": "0.00",
    "not_due": "1200.00",
    "buckets": [
        {"first": 1, "last": 30, "amount": "3800.00"},
        {"first": 31, "last": 60, "amount": "0.00"},
        {"first": 61, "last": 90, "amount": "0.00"},
        {"first": 91, "last": None, "amount": "0.00"},
    ],
    "overdue": "3800.00",
    "open": "5000.00",
}
EXAMPLES: dict[str, Any] = {"UnpaidInvoiceRow": _ROW, "Aged": _AGED, "AgedSums": {"results": [_AGED]}}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
