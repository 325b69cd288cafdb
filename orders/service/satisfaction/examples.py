"""Examples of how content customers are in the OpenAPI document."""

from typing import Any

from common.api import examples

_ORDER, _MOMENT = "SO20261120-0001", "2026-11-20T02:15:00Z"
EXAMPLES: dict[str, Any] = {
    "Satisfaction": {
        "id": 5,
        "order": _ORDER,
        "customer": "C00012",
        "state": "ANSWERED",
        "recipient": "li@example.com",
        "language": "zh-hans",
        "asked_by": "chen.lx",
        "asked_at": _MOMENT,
        "valid_until": "2026-12-04T02:15:00Z",
        "score": 4,
        "goods": 5,
        "delivery": 3,
        "service": None,
        "words": "晚了一天，货很好。",
        "answered_by": "李工",
        "answered_at": "2026-11-21T06:40:00Z",
        "note": 31,
        "version": 2,
    },
    "AskSatisfactionRequest": {"order": _ORDER, "recipient": "li@example.com", "language": "zh-hans", "days": 14},
    "SatisfactionFigures": {
        "total": {
            "label": "",
            "asked": 40,
            "answered": 25,
            "score": 4.2,
            "goods": 4.4,
            "delivery": 3.9,
            "service": 4.5,
        },
        "by_month": [
            {
                "label": "2026-11",
                "asked": 40,
                "answered": 25,
                "score": 4.2,
                "goods": 4.4,
                "delivery": 3.9,
                "service": 4.5,
            }
        ],
        "by_salesperson": [],
    },
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
