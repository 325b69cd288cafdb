"""Examples of plans for all tasks in the OpenAPI document."""

from typing import Any

from common.api import examples
from common.api.examples import Refusal

_HEAD: dict[str, Any] = {
    "id": 4,
    "department": "SC",
    "state": "READY",
    "seconds": 20,
    "keeps_people": True,
    "solver": "SEARCH",
    "failure": "",
    "asked_by": "zhou.jg",
    "asked_at": "2026-11-22T10:00:00+08:00",
    "ready_at": "2026-11-22T10:00:21+08:00",
    "ended_by": None,
    "ended_at": None,
    "version": 2,
}
_FIGURES: dict[str, Any] = {
    "tasks": 42,
    "changed": 17,
    "unplanned": 1,
    "picked": 12,
    "people_moved": 0,
    "earlier": 6,
    "later": 3,
    "saved": [{"order": "SO20261102-0007", "line_no": 1}],
    "lost": [],
    "late_before": 2,
    "late_after": 1,
    "late_days_before": 5,
    "late_days_after": 1,
    "overbooked_hours": 9.5,
    "overbooked_people": 2,
    "is_proven": False,
    "overbooked_after": 0.5,
    "open_after": 0,
    "took": 20.0,
}
_GIVE: dict[str, Any] = {
    "kind": "FULL",
    "order": "SO20261102-0007",
    "line_no": 1,
    "task": 815,
    "person": "wu.gm",
    "days": 1,
    "words": "Wu has 0.5 hours too many on 2026-11-25. Smallest repair: “Pack” by 2026-11-26; that is 1 day too late.",
}
_MOVE: dict[str, Any] = {
    "id": 61,
    "task": 812,
    "title": "装配传感器",
    "order": "SO20261102-0007",
    "line_no": 1,
    "old_owner": None,
    "new_owner": "wu.gm",
    "old_start": "2026-11-30",
    "old_end": "2026-12-01",
    "new_start": "2026-11-24",
    "new_end": "2026-11-25",
    "promise": "2026-11-30",
    "late_before": 1,
    "late_after": 0,
    "score": 83,
    "why": "Right after “Get the steel”",
    "is_fault": False,
    "is_taken": False,
}
_PLAN = {
    **_HEAD,
    "figures": _FIGURES,
    "hours": [{"person": "wu.gm", "before": 24.0, "after": 40.0}],
    "gives": [_GIVE],
    "moves": [_MOVE],
}
EXAMPLES: dict[str, Any] = {
    "TaskPlan": _PLAN,
    "TaskPlanPage": {"count": 1, "count_is_estimate": False, "next": None, "previous": None, "results": [_HEAD]},
    "TaskPlanInputRequest": {"department": "SC", "seconds": 20, "keeps_people": True},
    "TaskPlanTakeRequest": {"moves": [61]},
    "TaskPlanTaken": {
        "moved": [812],
        "refused": [{"task": 813, "reason": "It changed since the plan was worked out."}],
        "plan": {**_PLAN, "state": "TAKEN"},
    },
}
REFUSALS = {
    "plan_stale": Refusal(
        409, "All of these tasks changed since: plan again.", {}, ("post /api/v1/task-plans/{run_id}/take/",)
    ),
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
    for code, refusal in REFUSALS.items():
        examples.refusals.register(code, refusal)
