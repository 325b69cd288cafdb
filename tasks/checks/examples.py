"""Examples of checks, corrective actions and cadences in the OpenAPI document."""

from typing import Any

from common.api import examples

_ORDER = "SO20261121-0007"
_ACTION: dict[str, Any] = {"action": "改用备选供应商的传感器", "owner": "qian.fang", "due_date": "2026-11-27"}
_ASKED: dict[str, Any] = {
    "id": 12,
    "order": _ORDER,
    **_ACTION,
    "state": "OPEN",
    "done_at": None,
    "done_by": None,
    "result": "",
    "version": 1,
}
_FOUND: dict[str, Any] = {"progress": 40, "problem": "MATERIAL", "words": "传感器供应商未回交期"}
EXAMPLES: dict[str, Any] = {
    "CorrectiveAction": _ASKED,
    "ProgressCheck": {
        "id": 31,
        "order": _ORDER,
        "state": "PROBLEM",
        "due_date": "2026-11-24",
        "owner": "lin.xiaoyan",
        "cadence": "加急订单每天",
        **_FOUND,
        "facts": {
            "tasks": 9,
            "done": 2,
            "late": 1,
            "blocked": 1,
            "progress": 38,
            "promised": "2026-12-08",
            "planned_end": "2026-12-09",
        },
        "checked_by": "lin.xiaoyan",
        "checked_at": "2026-11-24T02:05:00Z",
        "missed_at": None,
        "actions": [_ASKED],
        "version": 2,
    },
    "ProgressCheckInputRequest": {"order": _ORDER, **_FOUND, "actions": [_ACTION]},
    "ProgressCheckMoveRequest": {"due_date": "2026-11-25", "owner": "lin.xiaoyan", "reason": "当天在客户处"},
    "ActionResultRequest": {"result": "备选供应商 11-27 到货"},
    "CheckCadence": {
        "id": 1,
        "name": "加急订单每天",
        "condition": None,
        "for_urgent": True,
        "for_complex": False,
        "every_days": 1,
        "rank": 10,
        "is_active": True,
        "version": 1,
    },
    "PatchedCheckCadenceChangeRequest": {"every_days": 2},
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
