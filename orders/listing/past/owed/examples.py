"""Examples of what was owed as of a past moment in the OpenAPI document."""

from typing import Any

from common.api import examples

_AMOUNTS: dict[str, Any] = {
    "currency": "CNY",
    "invoiced": "113000.00",
    "received": "33900.00",
    "open": "79100.00",
    "ahead": "0.00",
    "b1": "0.00",
    "b2": "79100.00",
    "b3": "0.00",
    "b4": "0.00",
}
_ROW = {"number": "SO20261002-0007", "at": "2026-11-15T23:59:59.999999+08:00", "customer": "11.001", **_AMOUNTS}
EXAMPLES: dict[str, Any] = {
    "PastOwedPage": {"count": 1, "count_is_estimate": False, "next": None, "previous": None, "results": [_ROW]},
    "PastOwedSum": {"customer": "11.001", "orders": 1, **_AMOUNTS, "free": "5000.00"},
}


def register() -> None:
    """Called once from the wiring of past lists."""
    examples.register(EXAMPLES)
