"""Examples of warnings in the OpenAPI document."""

from typing import Any

from common.api import examples

_WARNING: dict[str, Any] = {
    "id": 31,
    "rule": "MARKET_ORDER",
    "level": "HIGH",
    "subject_type": "orders.order",
    "reference": "SO20261120-0003",
    "about": "SO20261120-0003 无锡恒力",
    "numbers": {"rise": "18.2", "margin_before": "12.4", "margin": "-1.3", "lines": "2"},
    "proposal": "Renegotiate price or delivery time with the customer",
    "owner": "chen.lx",
    "state": "OPEN",
    "outcome": "",
    "words": "",
    "raised_at": "2026-11-20T04:53:00Z",
    "seen_at": "2026-11-20T04:53:00Z",
    "ended_at": None,
    "version": 1,
}
EXAMPLES: dict[str, Any] = {
    "RiskWarning": _WARNING,
    "RiskEndRequest": {"outcome": "AVERTED", "words": "已与客户签补充协议，单价上调 6%"},
    "RiskOwnerRequest": {"owner": "chen.lx"},
    "Renegotiation": {
        "id": 4,
        "warning": 31,
        "reference": "SO20261120-0003",
        "new_version": "",
        "asked": "PRICE",
        "text": "304 不锈钢上涨 18%，请求单价上调 6%",
        "numbers": {"rise": "18.2", "margin_before": "12.4", "margin": "-1.3", "lines": "2"},
        "owner": "chen.lx",
        "due_date": "2026-11-27",
        "state": "OPEN",
        "words": "",
        "started_at": "2026-11-20T06:10:00Z",
        "ended_at": None,
        "version": 1,
    },
    "RenegotiationInputRequest": {
        "asked": "PRICE",
        "text": "304 不锈钢上涨 18%，请求单价上调 6%",
        "owner": "chen.lx",
        "due_date": "2026-11-27",
    },
    "TalksMoveRequest": {"owner": "chen.lx", "due_date": "2026-12-01", "reason": "客户负责人出差"},
    "TalksEndRequest": {"outcome": "AGREED", "words": "单价上调 5%，交期不变"},
    "MaterialPrices": {"changed": 2},
    "MaterialPricesInputRequest": {
        "material": "不锈钢 304",
        "source": "上海有色网",
        "prices": [{"day": "2026-11-01", "price": "13850"}, {"day": "2026-11-20", "price": "15900"}],
    },
}


def register() -> None:
    """Called by this room's ``register``."""
    examples.register(EXAMPLES)
