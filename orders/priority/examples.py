"""Examples of classes and priority in the OpenAPI document."""

from typing import Any

from common.api import examples

_BANDS = {
    "valid_from": "2026-12-01",
    "medium_from": "20000.00",
    "large_from": "200000.00",
    "urgent_days": 5,
    "short_days": 20,
    "weight_amount": 30,
    "weight_time": 50,
    "weight_customer": 20,
    "new_customer": 60,
    "other_customer": 40,
    "by_class": {"DOMESTIC": 50},
}

EXAMPLES: dict[str, Any] = {
    "PriorityRules": {"number": 3, **_BANDS, "saved_by": "fang.zy", "saved_at": "2026-11-20T16:00:00+08:00"},
    "PriorityRulesInputRequest": {"number": 2, **_BANDS},
    "PlanningRow": {
        "reference": "SO20261120-0007",
        "customer": "杭州华衡科技有限公司",
        "status": "EFFECTIVE",
        "amount_class": "LARGE",
        "time_class": "URGENT",
        "customer_type": "EXISTING",
        "priority": 742,
        "parts": {"amount": 210, "time": 475, "customer": 57},
        "pin_reason": "",
        "requested_date": "2026-12-02",
        "promised_date": "2026-12-04",
        "open_quantity": "32",
        "unshipped_amount": "286480.00",
        "currency": "CNY",
        "risk": "AT_RISK",
        "department": "HZ",
        "salesperson": "chen.lx",
    },
    "PinRequest": {"reason": "展会样机，12 月 1 日前必须到"},
    "Priority": {
        "priority": 742,
        "pin_reason": "",
        "parts": [
            {"part": "amount", "score": 210, "most": 300, "why": "Large · ¥140,000.00"},
            {"part": "time", "score": 475, "most": 500, "why": "Due soon · 2 days of work left"},
            {"part": "customer", "score": 57, "most": 200, "why": "Existing customer"},
        ],
    },
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register(EXAMPLES)
