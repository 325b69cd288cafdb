"""Examples of candidates, assignments, weights and skills in the OpenAPI document."""

from typing import Any

from common.api import examples

_PARTS = [
    {"name": "skill", "points": "33.3", "weight": 35},
    {"name": "experience", "points": "25.0", "weight": 25},
    {"name": "load", "points": "19.6", "weight": 25},
    {"name": "punctuality", "points": "14.4", "weight": 15},
]
_WEIGHTS = {"skill": 40, "experience": 25, "load": 25, "punctuality": 10}
_SKILLS = [{"skill": "CALIBRATION", "level": 3}]
EXAMPLES: dict[str, Any] = {
    "TaskCandidate": {
        "person": "feng.tao",
        "name": "冯涛",
        "rank": 1,
        "total": 92,
        "parts": _PARTS,
        "evidence": "标定 3 级（要求 3 级）；做过同类 42 次；42 项任务中 97% 按时；这些天空 11 小时，需 14 小时",
        "why_not": "",
        "is_owner": False,
    },
    "TaskOwnership": {
        "task": 4711,
        "department": "PROD",
        "department_due_date": "2026-12-04",
        "owner": "feng.tao",
        "is_picked": True,
        "version": 3,
    },
    "AssignmentStep": {
        "how": "PICKED",
        "department": "PROD",
        "person": "feng.tao",
        "former": "zhao.hai",
        "rank": 1,
        "reason": "",
        "by": "zhao.hai",
        "at": "2026-11-23T01:12:00Z",
    },
    "TaskAssignInputRequest": {"person": "feng.tao", "reason": ""},
    "TaskDepartmentInputRequest": {"department": "PROD", "due_date": "2026-12-04", "reason": "衡器标定由生产部做"},
    "PatchedAssignmentWeightsChangeRequest": _WEIGHTS,
    "AssignmentWeights": {"department": "PROD", "is_own": True, "version": 2, **_WEIGHTS},
    "PersonSkills": {"person": "feng.tao", "name": "冯涛", "department": "PROD", "skills": _SKILLS},
    "PatchedPersonSkillsInputRequest": {"skills": _SKILLS},
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
