"""Examples of reviews in the OpenAPI document."""

from typing import Any

from common.api import examples

_POINT = {
    "id": 12,
    "kind": "DECISION",
    "measure": "on_time",
    "text": "大客户的交期由计划部每周复核。",
    "owner": "周国栋",
    "due_date": "2026-12-15",
    "done_at": None,
    "result": "",
    "version": 1,
}
_REVIEW = {
    "id": 3,
    "title": "2026-10 复盘",
    "since": "2026-10-01",
    "until": "2026-10-31",
    "department": None,
    "state": "OPEN",
    "summary": "签约超额，交期拖后。",
    "decisions": 1,
    "open_decisions": 1,
    "created_by": "周国栋",
    "created_at": "2026-11-03T01:00:00Z",
    "ended_at": None,
    "version": 2,
}
_FIGURE = {
    "code": "on_time",
    "name": "交货及时率",
    "value": "91.2%",
    "former": "94.0%",
    "change": "-2.8%",
    "target": "95.0%",
    "is_missed": True,
}
EXAMPLES: dict[str, Any] = {
    "Review": _REVIEW,
    "WholeReview": {**_REVIEW, "figures": [_FIGURE], "points": [_POINT]},
    "ReviewPoint": _POINT,
    "ReviewInputRequest": {"title": "2026-10 复盘", "since": "2026-10-01", "until": "2026-10-31", "department": None},
    "PatchedReviewChangeRequest": {"summary": "签约超额，交期拖后。"},
    "ReviewPointInputRequest": {
        "kind": "DECISION",
        "text": "大客户的交期由计划部每周复核。",
        "measure": "on_time",
        "owner": 4,
        "due_date": "2026-12-15",
    },
    "PatchedReviewPointChangeRequest": {"due_date": "2026-12-20"},
    "ReviewResultRequest": {"result": "每周一复核，及时率回到 95%。"},
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
