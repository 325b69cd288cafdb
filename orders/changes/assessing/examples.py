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
    "PatchedChangeDepartmentChangeRequest": {"hours": 4},
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register(EXAMPLES)
