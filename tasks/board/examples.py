"""Examples of boards, calendars and loads in the OpenAPI document."""

from typing import Any

from common.api import examples

_STEP = {"day": "2026-11-24", "hours": "6.5", "capacity": "8"}
_COLUMN = {"column": "running", "count": 12}
_ENTRY: dict[str, Any] = {
    "id": 731,
    "title": "装配称重传感器",
    "order": "SO20261120-0001",
    "state": "RUNNING",
    "hours": "4",
    "begins": True,
    "ends": False,
    "late": False,
}
_DAY: dict[str, Any] = {
    "day": "2026-11-24",
    "is_workday": True,
    "hours": "6.5",
    "capacity": "8",
    "is_away": False,
    "tasks": [_ENTRY],
}
_LINE: dict[str, Any] = {
    "department": "PROD",
    "person": "wu.gang",
    "hours": "56",
    "capacity": "80",
    "steps": [_STEP],
}
EXAMPLES: dict[str, Any] = {
    "BoardColumn": _COLUMN,
    "TaskBoard": {"columns": [{"column": "unpicked", "count": 3}, _COLUMN], "open": 15},
    "DayTask": _ENTRY,
    "TaskDay": _DAY,
    "TaskCalendar": {"person": "wu.gang", "days": [_DAY]},
    "LoadStep": _STEP,
    "LoadLine": _LINE,
    "TaskLoad": {"first": "2026-11-23", "last": "2026-12-06", "lines": [_LINE]},
    "TaskFeed": {
        "url": "https://orders.example/l/9f3b2c/",
        "shows": ["tasks", "contacts"],
        "issued_at": "2026-11-20T02:15:00Z",
        "valid_until": "2028-11-19T02:15:00Z",
    },
    "TaskFeedMakeRequest": {"shows": ["tasks", "contacts", "reminders"]},
    "TaskFeedChoiceRequest": {"shows": ["tasks", "contacts"]},
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
