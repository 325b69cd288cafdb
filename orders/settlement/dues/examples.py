"""Examples of what is due in the OpenAPI document, and of what is refused to be let go."""

from typing import Any

from common.api import examples
from common.api.examples import Refusal

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


REFUSALS: dict[str, Refusal] = {
    "write_off_over": Refusal(
        409,
        "Of order SO20261021-0007 at most 10.00 may be let go in this way; 6.00 are, 5.00 were asked.",
        {name: ({"type": "string"}, shown) for name, shown in (("most", "10.00"), ("done", "6.00"), ("asked", "5.00"))},
        ("/receipts/write-off/",),
    ),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register(EXAMPLES)
    for code, refusal in REFUSALS.items():
        examples.refusals.register(code, refusal)
