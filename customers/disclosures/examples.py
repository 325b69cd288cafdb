"""Examples of what was taken away in the OpenAPI document."""

from typing import Any

from common.api import examples

EXAMPLES: dict[str, Any] = {
    "Disclosure": {
        "id": 311,
        "kind": "LIST",
        "what": "order-lines",
        "title": "订单明细",
        "form": "xlsx",
        "door": "page",
        "rows": 1204,
        "customers": 87,
        "is_each_named": True,
        "their_rows": 12,
        "fetches": 1,
        "last_fetched_at": "2026-11-20T02:16:10Z",
        "taken_by": "chen.lx",
        "taken_at": "2026-11-20T02:15:00Z",
    },
    "ContactLook": {
        "id": 9,
        "customer": "33.017",
        "contact": 41,
        "reason": "送货前确认收货地址",
        "looked_by": "wu.k",
        "looked_at": "2026-11-20T02:15:00Z",
    },
    "RevealInputRequest": {"reason": "送货前确认收货地址"},
    "RevealedContact": {"name": "王建国", "title": "采购经理", "phone": "13812342217", "email": "wang@example.com"},
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
    examples.refusals.register(
        "too_many_looks",
        examples.Refusal(409, "You looked at as many masked contacts today as may be.", operations=("/reveal/",)),
    )
