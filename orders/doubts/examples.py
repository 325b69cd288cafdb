"""Examples of doubts in the OpenAPI document, and of what they are refused with."""

from typing import Any

from common.api import examples
from common.api.examples import Refusal
from common.api.refusals import POSSIBLE

_ORDER, _MOMENT = "draft-412", "2026-11-20T02:15:00Z"
_ASKED: dict[str, Any] = {"order": _ORDER, "line_no": 2, "field": "quantity", "text": "40 还是 14 只？原件看不清"}
_DOUBT: dict[str, Any] = _ASKED | {
    "id": 7,
    "state": "ANSWERED",
    "asked_by": "lin.xy",
    "asked_at": _MOMENT,
    "asked_to": "chen.lx",
    "answer": "14 只，已与客户核对",
    "answered_by": "chen.lx",
    "answered_at": _MOMENT,
    "closed_by": None,
    "closed_at": None,
    "version": 2,
}
_ASIDE: dict[str, Any] = {"order": _ORDER, "reason": "客户代码与抬头不符"}
EXAMPLES: dict[str, Any] = {
    "Doubt": _DOUBT,
    "DoubtInputRequest": _ASKED,
    "AnswerInputRequest": {"answer": "14 只，已与客户核对"},
    "SetAside": {**_ASIDE, "id": 3, "by": "lin.xy", "at": _MOMENT},
    "SetAsideInputRequest": _ASIDE,
    "ReleaseInputRequest": {"note": "客户已确认抬头"},
}
_SUBMITS = ("/orders/{reference}/submit/",)
REFUSALS: dict[str, Refusal] = {
    "set_aside": Refusal(
        409, "The order is set aside: 客户代码与抬头不符", {"possible": (POSSIBLE, ["release"])}, _SUBMITS
    ),
    "doubts_open": Refusal(
        409,
        "The order has doubts that are not cleared: 1.",
        {"doubts": ({"type": "integer"}, 1)},
        _SUBMITS,
    ),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register(EXAMPLES)
    for code, refusal in REFUSALS.items():
        examples.refusals.register(code, refusal)
