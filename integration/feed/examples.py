"""Examples of the change feed in the OpenAPI document."""

from typing import Any

from common.api import examples

_EVENT: dict[str, Any] = {
    "position": 48211,
    "id": 48307,
    "at": "2026-11-20T02:15:00Z",
    "kind": "order.effective",
    "label": "Order took effect",
    "subject": {"type": "orders.order", "id": 118, "number": "SO20261018-0002"},
    "actor": {"username": "lin.na", "name": "林娜"},
    "door": "page",
    "reason": "",
    "data": {
        "customer": "C1001",
        "currency": "CNY",
        "total": "28640.00",
        "lines_count": 3,
        "short_lines": 0,
        "promised_date": "2026-12-04",
        "is_urgent": False,
    },
    "redacted": False,
}
_KIND: dict[str, Any] = {
    "kind": "order.submitted",
    "label": "Submitted",
    "subjects": ["orders.order"],
    "keys": [
        {"name": "customer", "sort": "code", "meaning": "Customer code", "field": ""},
        {"name": "total", "sort": "amount", "meaning": "What the order comes to", "field": "order.amount"},
    ],
    "is_for_me": True,
    "sample": {**_EVENT, "kind": "order.submitted", "data": {"customer": "C1001", "total": "28640.00"}},
}
EXAMPLES: dict[str, Any] = {
    "Event": _EVENT,
    "EventPage": {"after": 48211, "has_more": False, "newest": 48211, "results": [_EVENT]},
    "EventKinds": {"results": [_KIND]},
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
