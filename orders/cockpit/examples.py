"""Examples of the cockpit in the OpenAPI document."""

from typing import Any

from common.api import examples

_ORDER = {"reference": "SO20261103-0012", "status": "EFFECTIVE", "customer": "杭州衡器设备有限公司"}
EXAMPLES: dict[str, Any] = {
    "StandingStill": {
        **_ORDER,
        "priority": 640,
        "requested_date": "2026-11-28",
        "promised_date": "2026-12-02",
        "salesperson": "chen.lx",
        "executing_owner": "lin.xy",
        "obstacles": [{"kind": "LATE", "why": ""}, {"kind": "UNPAID", "why": ""}],
    },
    "ObstacleCount": {"kind": "SHORTAGE", "orders": 17},
    "SilentOrder": {
        **_ORDER,
        "last_event": "批准",
        "last_event_at": "2026-11-04T08:20:00Z",
        "silent_days": 18,
        "usual_hours": 26,
        "patience_hours": 120,
    },
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register(EXAMPLES)
