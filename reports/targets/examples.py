"""Examples of targets and notes on strategy in the OpenAPI document."""

from typing import Any

from common.api import examples

_NOTE = {
    "id": 4,
    "year": 2026,
    "subject": "PRICE",
    "department": None,
    "text": "称重仪表不降价，用两年质保和七天交货取胜；传感器随量折让。",
    "written_by": "周国栋",
    "written_at": "2026-01-05T02:00:00Z",
    "version": 1,
}
EXAMPLES: dict[str, Any] = {
    "Target": {
        "id": 812,
        "year": 2026,
        "month": 0,
        "measure": "amount",
        "kind": "department",
        "key": "7",
        "name": "华中大区",
        "value": "6800000",
        "notes": "",
        "set_by": "周国栋",
        "set_at": "2026-01-05T02:00:00Z",
        "version": 2,
    },
    "TargetRowsRequest": {
        "year": 2026,
        "measure": "amount",
        "targets": [
            {"kind": "department", "key": "7", "month": 0, "value": "6800000", "id": 812, "version": 2},
            {"kind": "person", "key": "31", "month": 3, "value": "240000"},
        ],
    },
    "TargetsSet": {"added": 1, "changed": 1, "removed": 0},
    "PatchedTargetChangeRequest": {"value": "7000000", "notes": "新增武汉办事处"},
    "StrategyNote": _NOTE,
    "StrategyNoteInputRequest": {name: _NOTE[name] for name in ("year", "subject", "department", "text")},
    "PatchedStrategyNoteChangeRequest": {"text": "称重仪表不降价。"},
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
