"""Examples of orders and lines as of a past moment in the OpenAPI document."""

from typing import Any

from common.api import examples

_AMOUNTS: dict[str, Any] = {
    "agreed": "113000.00",
    "let_go": "0.00",
    "shipped": "56500.00",
    "signed": "56500.00",
    "open": "56500.00",
    "invoiced": "0.00",
    "received": "33900.00",
}
_PAGE: dict[str, Any] = {"count": 1, "count_is_estimate": False, "next": None, "previous": None}
_ORDER: dict[str, Any] = {
    "number": "SO20261102-0007",
    "at": "2026-11-15T23:59:59.999999+08:00",
    "status": "EFFECTIVE",
    "revision": 1,
    "customer": "11.001",
    "order_date": "2026-11-02",
    "currency": "CNY",
    "lines": 2,
    "open_lines": 1,
    **_AMOUNTS,
}
_LINE: dict[str, Any] = {
    "order": "SO20261102-0007",
    "line_no": 1,
    "at": "2026-11-15T23:59:59.999999+08:00",
    "order_status": "EFFECTIVE",
    "customer": "11.001",
    "product": "01.001",
    "product_name": "称重仪表",
    "unit": "台",
    "ordered": "10",
    "let_go": "0",
    "shipped": "5",
    "signed": "5",
    "returned": "0",
    "invoiced": "0",
    "open": "5",
    "amount": "113000.00",
    "currency": "CNY",
}
EXAMPLES: dict[str, Any] = {
    "PastOrderPage": {**_PAGE, "results": [_ORDER]},
    "PastLinePage": {**_PAGE, "results": [_LINE]},
    "PastSums": {"currency": "CNY", "orders": 1, **_AMOUNTS},
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
