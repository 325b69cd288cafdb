"""Examples of credit standings in the OpenAPI document."""

from typing import Any

from common.api import examples

_DOCUMENT = {"number": "SO20261120-0003", "customer": "无锡恒力", "day": "2026-11-20", "amount": "86480.00"}


def _term(total: str, *documents: dict[str, Any]) -> dict[str, Any]:
    return {"total": total, "documents": [*documents], "others": 0, "rest": "0.00"}


_PART = {"name": "days_late", "figure": "6.2", "points": "31.73", "most": "40.00"}
_VOICE = {
    "name": "satisfaction",
    "figure": "4.2",
    "points": "3.00",
    "most": "5.00",
    "count": 6,
    "orders": None,
    "since": "2025-11-13",
}
EXAMPLES: dict[str, Any] = {
    "CreditStanding": {
        "customer": "33.021",
        "holder": "33.021",
        "result": "WATCH",
        "limit": "500000.00",
        "secured": "0.00",
        "asks_guarantee": False,
        "exposure": "412300.00",
        "headroom": "87700.00",
        "order_cap": None,
        "valid_until": None,
        "days_overdue": 15,
        "overdue": "0.00",
        "habit": 6,
        "largest_safe_order": "87700.00",
        "terms": {
            "on_order": _term("86480.00", _DOCUMENT),
            "shipped": _term("325820.00"),
            "invoiced": _term("0.00"),
            "drafts": _term("0.00"),
            "received": _term("0.00"),
        },
        "score": {"total": "78.40", "grade": "B", "by_payments": "B", "payments": 19, "parts": [_PART, _VOICE]},
        "weeks": [
            {
                "starts": "2026-11-20",
                "ships": "86480.00",
                "receives": "120000.00",
                "exposure": "292300.00",
                "limit": "500000.00",
                "room": "207700.00",
            }
        ],
    },
    "ScoreFigure": {"name": "points.trend", "value": "20", "shipped": "10", "least": 0, "most": 100},
    "ScoreFiguresInputRequest": {"figures": [{"name": "points.trend", "value": "20"}]},
    "OrderCredit": {
        "order": "SO20261120-0003",
        "passes": False,
        "reason": "limit",
        "text": "The credit limit would be exceeded.",
        "amount": "86480.00",
        "exposure": "586480.00",
        "limit": "500000.00",
        "over": "86480.00",
        "special": None,
    },
}


def register() -> None:
    """Called by this room's ``register``."""
    examples.register(EXAMPLES)
