"""Examples of accounts and statements in the OpenAPI document."""

from typing import Any

from common.api import examples

_CUSTOMER: dict[str, Any] = {"code": "C1001", "name": "东海仪表有限公司"}
_ASKED: dict[str, Any] = {"currency": "CNY", "first": "2026-10-01", "last": "2026-10-31"}
_SUMS: dict[str, Any] = {"opening": "1200.00", "debit": "5000.00", "credit": "1200.00", "closing": "5000.00"}
_ENTRY: dict[str, Any] = {
    "day": "2026-10-12",
    "kind": "INVOICE",
    "document": "IV20261012-0003",
    "about": "",
    "debit": "5000.00",
    "credit": "0.00",
    "balance": "6200.00",
}
_CONTENT: dict[str, Any] = {
    "entries": [
        _ENTRY,
        {
            **_ENTRY,
            "day": "2026-10-20",
            "kind": "MONEY",
            "document": "RC20261020-0001",
            "about": "东海仪表有限公司",
            "debit": "0.00",
            "credit": "1200.00",
            "balance": "5000.00",
        },
    ],
    "deliveries": [
        {
            "order": "SO20261018-0002",
            "customer_order": "PO-7802",
            "line_no": 1,
            "product": "33.045",
            "name": "温度变送器",
            "unit": "台",
            "day": "2026-10-28",
            "quantity": "4",
            "amount": "1808.00",
            "delivered": "10",
            "worth": "4520.00",
        }
    ],
    "ageing": {
        "undated": "0.00",
        "not_due": "3000.00",
        "buckets": [
            {"first": 1, "last": 30, "amount": "2000.00"},
            {"first": 31, "last": 60, "amount": "0.00"},
            {"first": 61, "last": 90, "amount": "0.00"},
            {"first": 91, "last": None, "amount": "0.00"},
        ],
        "unallocated": "0.00",
    },
    "parts": [
        {
            "order": "SO20260921-0007",
            "customer_order": "PO-7781",
            "sequence": 1,
            "due_date": "2026-10-25",
            "amount": "2000.00",
            "received": "0.00",
            "open": "2000.00",
            "days": 6,
        }
    ],
    "invoices": [
        {
            "number": "IV20261012-0003",
            "invoice_date": "2026-10-12",
            "currency": "CNY",
            "amount": "5000.00",
            "open": "5000.00",
            "days": 19,
        }
    ],
}
_ROW: dict[str, Any] = {
    "number": "ST20261031-0001",
    "customer": _CUSTOMER,
    **_ASKED,
    **_SUMS,
    "overdue": "2000.00",
    "uninvoiced": "0.00",
    "content_hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "drawn_by": "wu.min",
    "drawn_at": "2026-10-31T08:00:00Z",
    "state": "ASKED",
    "version": 2,
}
EXAMPLES: dict[str, Any] = {
    "Account": {"customer": _CUSTOMER, **_ASKED, **_SUMS, "uninvoiced": "0.00", **_CONTENT},
    "StatementRow": _ROW,
    "Statement": {**_ROW, **_CONTENT},
    "StatementInputRequest": {"customer": "C1001", **_ASKED},
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
