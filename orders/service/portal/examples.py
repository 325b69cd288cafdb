"""Examples of accesses and questions in the OpenAPI document."""

from typing import Any

from common.api import examples

_ORDER, _MOMENT = "SO20261120-0001", "2026-11-20T02:15:00Z"
EXAMPLES: dict[str, Any] = {
    "PageAccess": {
        "id": 7,
        "customer": "C00012",
        "order": None,
        "name": "李工",
        "recipient": "li@example.com",
        "language": "zh-hans",
        "shows_prices": True,
        "valid_until": "2027-02-18T02:15:00Z",
        "is_live": True,
        "issued_by": "chen.lx",
        "issued_at": _MOMENT,
        "revoked_at": None,
        "last_opened_at": "2026-11-21T06:31:00Z",
        "version": 2,
    },
    "GivePageAccessRequest": {"customer": "C00012", "recipient": "li@example.com", "days": 90, "shows_prices": True},
    "PageWord": {
        "id": 3,
        "kind": "QUESTION",
        "customer": "C00012",
        "order": _ORDER,
        "name": "李工",
        "at": _MOMENT,
        "text": "能否提前两天到货？",
        "note": 18,
        "exception": None,
        "responsible": "chen.lx",
        "answer": "可以，11月25日送达。",
        "answered_at": "2026-11-20T05:40:00Z",
    },
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
