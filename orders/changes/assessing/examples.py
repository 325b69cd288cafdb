"""Examples of assessments in the OpenAPI document."""

from typing import Any

from common.api import examples

EXAMPLES: dict[str, Any] = {
    "ChangeDepartment": {
        "kind": "WAREHOUSE",
        "aspects": ["QUANTITY", "PRODUCT", "ADDRESS", "SPECIFICATION"],
        "hours": 8,
        "urgent_hours": 2,
        "is_active": True,
        "version": 1,
    },
    "ChangeAssessment": {
        "kind": "LOGISTICS",
        "asked_at": "2026-11-20T02:15:00Z",
        "due_at": "2026-11-20T10:00:00Z",
        "is_late": False,
        "verdict": "CONDITIONS",
        "conditions": "改用专车直送 3 号门",
        "days": 2,
        "cost": "800.00",
        "cost_kind": "专车",
        "answered_by": "sun.qian",
        "answered_at": "2026-11-20T03:05:00Z",
        "version": 2,
    },
    "ChangeAnswerInputRequest": {
        "kind": "LOGISTICS",
        "verdict": "CONDITIONS",
        "conditions": "改用专车直送 3 号门",
        "days": 2,
        "cost": "800.00",
        "cost_kind": "专车",
        "assessment_version": 1,
    },
    "PatchedChangeDepartmentChangeRequest": {"hours": 4},
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register(EXAMPLES)
