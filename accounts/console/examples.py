"""Examples of the working calendar in the OpenAPI document."""

from typing import Any

from common.api import examples

_DAY: dict[str, Any] = {"day": "2026-10-10", "is_work": True, "kind": "made_up", "holiday": "国庆节"}
EXAMPLES: dict[str, Any] = {
    "CalendarMonth": {"month": "2026-10-01", "work_days": 18, "is_known": True, "days": [_DAY]},
    "CalendarInputRequest": {"days": [{"day": "2026-12-31", "is_work": False}], "complete_years": [2027]},
    "CalendarChange": {"days_off": ["2026-12-31"], "make_up_days": [], "complete_years": [2027]},
}


def register() -> None:
    """Called once from ``AccountsConfig.ready``."""
    examples.register(EXAMPLES)
