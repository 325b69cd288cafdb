"""Examples of the schedule in the OpenAPI document."""

from typing import Any

from common.api import examples

_MOMENT = "2026-11-20T02:15:00Z"
_WAYS: list[dict[str, Any]] = [
    {
        "how": "LATER",
        "task": 731,
        "person": None,
        "day": "2026-11-30",
        "days": 5,
        "hours": "16.00",
        "free": "0.00",
    },
    {"how": "PERSON", "task": 731, "person": "wu.gang", "day": None, "days": 0, "hours": "16.00", "free": "24.00"},
]
_MOVE: dict[str, Any] = {
    "id": 52,
    "order": "SO20261120-0001",
    "line_no": 1,
    "what": "TASK",
    "task": 731,
    "title": "装配称重传感器",
    "before": "2026-11-27",
    "after": "2026-12-01",
    "days": 2,
    "cause": "MATERIAL",
    "words": "弹性体周一到货",
    "department": "PROD",
    "is_told": True,
    "told_by": "chen.jie",
    "told_at": _MOMENT,
    "by": "zhao.hai",
    "at": _MOMENT,
}
_PHASE: dict[str, Any] = {
    "phase": "MAKE",
    "name": "Production",
    "target_date": "2026-11-27",
    "target": "40 只全部标定",
    "is_by_hand": False,
    "expected": "2026-12-01",
    "tasks": 3,
    "done": 1,
    "days_late": 2,
    "reached_at": None,
    "version": 2,
}
_ABSENCE: dict[str, Any] = {
    "user": "wu.gang",
    "kind": "LEAVE",
    "first": "2026-12-01",
    "last": "2026-12-04",
    "hours_a_day": "0.00",
    "note": "年假",
}
_HOURS: dict[str, Any] = {"user": "wu.gang", "since": "2026-12-01", "hours_a_day": "6.00"}
_PAGE: dict[str, Any] = {"count": 1, "count_is_estimate": False, "next": None, "previous": None}
_SUM = {"key": "MATERIAL", "count": 4, "days_later": 9, "days_earlier": 1, "told": 3}
EXAMPLES: dict[str, Any] = {
    "TaskMoveInputRequest": {
        "start": "2026-11-26",
        "end": "2026-12-01",
        "cause": "MATERIAL",
        "words": "弹性体周一到货",
    },
    "OrderScheduleInputRequest": {"backward": True, "frees": False, "cause": "CUSTOMER", "words": "客户同意晚一周"},
    "TaskDays": {
        "id": 731,
        "planned_start": "2026-11-26",
        "planned_end": "2026-12-01",
        "work_days": 4,
        "is_fixed": True,
        "slack_days": 1,
        "is_critical": True,
        "key_reasons": ["CRITICAL"],
        "version": 6,
    },
    "ScheduleConsequences": {
        "is_harmless": False,
        "slack_days": -1,
        "tasks": [
            {
                "task": 731,
                "title": "装配称重传感器",
                "old_start": "2026-11-24",
                "old_end": "2026-11-27",
                "new_start": "2026-11-26",
                "new_end": "2026-12-01",
                "days": 2,
            }
        ],
        "promises": [
            {
                "line_no": 1,
                "due": "2026-11-30",
                "old_end": "2026-11-27",
                "new_end": "2026-12-01",
                "before": 1,
                "after": -1,
                "is_broken": True,
            }
        ],
        "overloads": [
            {"person": "wu.gang", "day": "2026-12-01", "hours": "10.00", "capacity": "8.00", "is_away": False}
        ],
        "broken_links": [{"before": 731, "after": 732}],
    },
    "OrderPhase": _PHASE,
    "PhaseTargetRequest": {
        "target_date": "2026-11-26",
        "target": "40 只全部标定",
        "cause": "CUSTOMER",
        "words": "客户来厂验收",
    },
    "DateMove": _MOVE,
    "DateMovePage": {**_PAGE, "results": [_MOVE]},
    "DateMoveFigures": {"by_cause": [_SUM], "by_department": [{**_SUM, "key": "PROD"}]},
    "DateMoveToldInputRequest": {"is_told": True},
    "WorkingHours": {"id": 7, **_HOURS, "version": 1},
    "WorkingHoursInputRequest": _HOURS,
    "Absence": {"id": 9, **_ABSENCE, "entered_by": "zhao.hai", "version": 1},
    "AbsencePage": {**_PAGE, "results": [{"id": 9, **_ABSENCE, "entered_by": "zhao.hai", "version": 1}]},
    "AbsenceInputRequest": _ABSENCE,
    "PatchedAbsenceChangeRequest": {"last": "2026-12-07"},
    "ScheduleConflicts": {
        "lines": [
            {
                "order": "SO20261120-0001",
                "line_no": 1,
                "due": "2026-11-30",
                "end": "2026-12-01",
                "days": 1,
                "causes": [731],
                "solutions": _WAYS,
            }
        ],
        "people": [
            {
                "person": "li.qiang",
                "week": "2026-11-23",
                "hours": "52.00",
                "capacity": "40.00",
                "is_away": False,
                "tasks": [731, 732],
                "solutions": _WAYS,
            }
        ],
    },
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
