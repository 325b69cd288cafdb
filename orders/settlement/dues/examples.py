"""Examples of what is due in the OpenAPI document."""

from typing import Any

from common.api import examples

_SAID: dict[str, Any] = {"text": "财务已排款，周五付清", "next_date": "2026-11-27"}
EXAMPLES: dict[str, Any] = {
    "PaymentDue": {
        "order": "SO20261021-0007",
        "customer": {"code": "C1001", "name": "东海仪表有限公司"},
        "salesperson": "chen.lx",
        "sequence": 2,
        "is_advance": False,
        "basis": "SIGN",
        "due_date": "2026-11-10",
        "days_overdue": 11,
        "currency": "CNY",
        "amount": "7000.00",
        "received": "2000.00",
        "open": "5000.00",
        "control": "NONE",
        "missing": "0.00",
        "said": _SAID["text"],
        "said_by": "陈立新",
        "said_at": "2026-11-20T02:15:00Z",
        "next_date": _SAID["next_date"],
    },
    "PaymentFollowUpInputRequest": {"order": "SO20261021-0007", "sequence": 2, **_SAID},
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register(EXAMPLES)
