"""Examples of the matrix, of delegations and of an order's approval in the OpenAPI document."""

from typing import Any

from common.api import examples

_MOMENT = "2026-11-20T02:15:00Z"
_DUE = "2026-11-21T02:15:00Z"
_STEP: dict[str, Any] = {
    "step": 1,
    "seat": 1,
    "kind": "PERSON",
    "person": "shen.wan",
    "person_name": "沈婉",
    "why": "华东销售部 负责人",
    "question": "",
    "added_by": None,
    "due_at": _DUE,
    "is_late": False,
    "decision": "",
    "decided_by": None,
    "decided_at": None,
    "reason": "",
    "is_void": False,
}
_DELEGATION = {"first_day": "2026-11-23", "last_day": "2026-11-27", "reason": "出差"}
EXAMPLES: dict[str, Any] = {
    "DecideRequest": {"reason": "", "step": 1},
    "SendBackRequest": {"reason": "单价与合同不符", "step": 1},
    "ReturnRequest": {"step": 1, "reason": "请财务再看一次付款条件"},
    "AddApproverRequest": {"person": "he.jun", "before": True, "question": "交期能保证吗？"},
    "OrderApproval": {
        "simulation": {
            "rows": [
                {"name": "大额订单", "is_chosen": False, "why_not": ["不满足：价税合计 ≥ 500000"]},
                {"name": "低于底价", "is_chosen": True, "why_not": []},
            ],
            "steps": [
                [
                    {
                        "is_customers": False,
                        "hours": "24",
                        "people": [{"name": "沈婉", "why": "华东销售部 负责人", "delegates": []}],
                    }
                ]
            ],
            "problem": "",
        },
        "requests": [
            {
                "state": "OPEN",
                "matrix_row": "低于底价",
                "requested_by": "chen.lx",
                "requested_at": _MOMENT,
                "ended_at": None,
                "steps": [_STEP],
            }
        ],
    },
    "Matrix": {
        "subject_type": "orders.order",
        "rows": [
            {
                "id": 1,
                "name": "大额订单",
                "condition": "大额订单",
                "signs": [],
                "at_least": [],
                "steps": [
                    {
                        "kind": "HEAD",
                        "who": ["所属部门负责人"],
                        "is_all": False,
                        "hours": "24",
                        "escalation": "上级部门负责人",
                    }
                ],
            }
        ],
    },
    "Delegation": {
        "id": 3,
        "delegator": "shen.wan",
        "delegate": "he.jun",
        **_DELEGATION,
        "created_by": "shen.wan",
        "created_at": _MOMENT,
        "ended_at": None,
    },
    "DelegationInputRequest": {"delegate": "he.jun", "delegator": "", **_DELEGATION},
    "Waiting": {
        "subject_type": "orders.order",
        "subject_id": 4711,
        "subject": "SO20261120-0001",
        "step": 1,
        "asked": "shen.wan",
        "why": "华东销售部 负责人",
        "question": "",
        "requested_by": "chen.lx",
        "requested_at": _MOMENT,
        "due_at": _DUE,
        "is_late": False,
    },
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register(EXAMPLES)
