"""Examples of duties of stages in the OpenAPI document."""

from typing import Any

from common.api import examples

_DUTY: dict[str, Any] = {
    "stage": "PREPARING",
    "department_kind": "PRODUCTION",
    "area": "SALES-EAST",
    "person": "zhao.hai",
    "duty": "按承诺日期组织生产和采购",
    "is_active": True,
}
EXAMPLES: dict[str, Any] = {
    "StageDuty": {"id": 2, **_DUTY, "version": 3},
    "StageDutyInputRequest": _DUTY,
    "PatchedStageDutyChangeRequest": {"person": "zhao.hai"},
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
