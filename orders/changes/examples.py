"""Examples of change requests in the OpenAPI document, and of what they are refused with."""

from typing import Any

from common.api import examples
from common.api.examples import Refusal
from common.api.refusals import POSSIBLE

_MOMENT = "2026-11-20T02:15:00Z"
_NUMBER, _ORDER = "CR20261120-0001", "SO20261120-0001"
_CELLS = [
    {"path": "lines.1.quantity", "value": "128", "seen": "120"},
    {"path": "lines.3", "value": True, "seen": False},
    {"path": "lines.+1.product", "value": "S-204", "seen": None},
    {"path": "lines.+1.quantity", "value": "8", "seen": None},
]
_HEAD: dict[str, Any] = {
    "source": "CUSTOMER",
    "reason": "C_QUANTITY",
    "reason_text": "客户增加两个测点",
    "is_urgent": False,
    "needs_customer": False,
}
_ROW: dict[str, Any] = _HEAD | {
    "reference": _NUMBER,
    "number": _NUMBER,
    "order": _ORDER,
    "customer": "33.017",
    "customer_name": "广东华测仪器有限公司",
    "state": "SUBMITTED",
    "origin": "PAGE",
    "base_revision": 1,
    "revision": None,
    "created_by": "chen.lx",
    "created_at": _MOMENT,
    "submitted_at": _MOMENT,
    "decided_at": None,
    "effective_at": None,
    "ended_at": None,
    "currency": "CNY",
    "amount_delta": "6400.00",
    "days_late": 4,
    "broken_promises": 1,
    "extra_cost": "800.00",
    "superseded_by": None,
    "version": 4,
}
_ITEM: dict[str, Any] = {
    "path": "lines.1.quantity",
    "action": "MODIFY",
    "line_no": 1,
    "field": "quantity",
    "old": "120",
    "new": "128",
    "by": "chen.lx",
    "at": _MOMENT,
}
_STEP: dict[str, Any] = {
    "sequence": 1,
    "person": "沈婉",
    "decision": "",
    "decided_by": None,
    "decided_at": None,
    "due_at": "2026-11-21T02:15:00Z",
    "reason": "",
}
_REQUEST: dict[str, Any] = _ROW | {
    "customer_words": "1号线再加 8 只传感器，接线盒先不要了。",
    "return_reason": "",
    "items": [_ITEM],
    "conflicts": [],
    "approval": [_STEP],
    "actions": [{"verb": "approve", "allowed": True, "why_not": ""}],
}
EXAMPLES: dict[str, Any] = {
    "ChangeRow": _ROW,
    "ChangeRequest": _REQUEST,
    "ChangeItem": _ITEM,
    "ChangeStep": _STEP,
    "ChangeConflict": {
        "path": "lines.1.quantity",
        "was": "120",
        "present": "124",
        "wanted": "128",
        "who": "林晓燕",
        "why": "",
    },
    "ChangeVerb": {"verb": "approve", "allowed": True, "why_not": ""},
    "ChangeCellRequest": _CELLS[0],
    "ChangeRequestInputRequest": _HEAD | {"order": _ORDER, "items": _CELLS},
    "PatchedChangeHeadRequest": {"items": _CELLS[:1]},
    "ChangeRemarkRequest": {"reason": "客户改主意"},
    "ChangeApprovalRequest": {"reason": "同意", "step": 1},
    "ChangeRefusalRequest": {"reason": "影响其他订单的承诺，请改为分批"},
}
_BASE = "/change-requests/"
_ONE = f"{_BASE}{{reference}}/"
_TEXT = {"type": "string"}
REFUSALS: dict[str, Refusal] = {
    "change_open": Refusal(
        409,
        "CR20261120-0001 of 陈丽霞 is open for this order already.",
        {"request": (_TEXT, _NUMBER), "person": (_TEXT, "陈丽霞")},
        (_BASE, f"{_ONE}rebase/"),
    ),
    "cells_changed": Refusal(
        409,
        "Somebody else changed the same cells meanwhile.",
        {"people": ({"type": "object", "additionalProperties": _TEXT}, {"lines.1.quantity": "林晓燕"})},
        (_ONE,),
    ),
    "departments_first": Refusal(
        409, "Ask the departments first: Warehouse.", {"possible": (POSSIBLE, ["ask"])}, (f"{_ONE}submit/",)
    ),
    "departments_owe": Refusal(
        409,
        "Departments have not answered yet: Warehouse.",
        {"possible": (POSSIBLE, ["return", "withdraw"])},
        (f"{_ONE}submit/",),
    ),
    "not_comparable": Refusal(409, "The order moved on without it.", {}, (f"{_ONE}comparison/",)),
    "not_accepted": Refusal(409, "The customer has not agreed to the change yet.", {}, (f"{_ONE}take-effect/",)),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register(EXAMPLES)
    for code, refusal in REFUSALS.items():
        examples.refusals.register(code, refusal)
