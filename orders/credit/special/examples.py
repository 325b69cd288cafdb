"""Examples of special approvals in the OpenAPI document."""

from typing import Any

from common.api import examples

_ASKED: dict[str, Any] = {
    "order": "SO20261120-0003",
    "amount": "60000.00",
    "valid_until": "2026-12-05",
    "reason": "客户二期急用，月底回款 20 万",
}
EXAMPLES: dict[str, Any] = {
    "SpecialApproval": _ASKED
    | {
        "id": 5,
        "state": "APPROVED",
        "requested_by": "chen.lx",
        "requested_at": "2026-11-20T02:15:00Z",
        "decided_by": "wu.min",
        "decided_at": "2026-11-20T03:02:00Z",
        "decision": "同意，限本单",
        "version": 2,
    },
    "SpecialApprovalInputRequest": _ASKED,
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register(EXAMPLES)
