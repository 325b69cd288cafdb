"""Examples of the finance feed in the OpenAPI document."""

from typing import Any

from common.api import examples

_EVENT: dict[str, Any] = {
    "id": 48211,
    "fact": "RECEIPT",
    "at": "2026-11-20T02:15:00Z",
    "reason": "",
    "document": "RC20261120-0003",
    "day": "2026-11-20",
    "customer": "C1001",
    "order": None,
    "currency": "USD",
    "amount": "1200.00",
    "base_currency": "CNY",
    "base_amount": "8556.00",
    "details": {
        "receipt_kind": "MONEY",
        "method": "TRANSFER",
        "payer": "East Sea Instruments",
        "provider": "bank",
        "external_id": "20261120-77120",
        "takes_from": "",
        "exchange_rate": "7.13",
    },
}
_ALLOCATION: dict[str, Any] = {
    **_EVENT,
    "id": 48212,
    "fact": "ALLOCATION",
    "day": None,
    "order": "SO20261018-0002",
    "details": {"receipt_kind": "MONEY", "order_base_amount": "8520.00", "exchange_gain": "36.00"},
}
EXAMPLES: dict[str, Any] = {
    "FinanceEvent": _EVENT,
    "FinancePage": {"after": 48212, "has_more": False, "results": [_EVENT, _ALLOCATION]},
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register(EXAMPLES)
