"""Examples of warnings in the OpenAPI document."""

from typing import Any

from common.api import examples

_WARNING: dict[str, Any] = {
    "id": 31,
    "rule": "MARKET_ORDER",
    "level": "HIGH",
    "subject_type": "orders.order",
    "reference": "SO20261120-0003",
    "about": "SO20261120-0003 无锡恒力",
    "numbers": {"rise": "18.2", "margin_before": "12.4", "margin": "-1.3", "lines": "2"},
    "proposal": "Renegotiate price or delivery time with the customer",
    "owner": "chen.lx",
    "state": "OPEN",
    "outcome": "",
    "words": "",
    "raised_at": "2026-11-20T04:53:00Z",
    "seen_at": "2026-11-20T04:53:00Z",
    "ended_at": None,
    "version": 1,
}
_MATERIAL = {"name": "不锈钢 304", "category": "02.3", "share": "40.00"}
_FINDINGS = "逾期客户由 4 家增至 7 家；不锈钢上涨 18%"
_RATE: dict[str, Any] = {
    "rule": "CREDIT_OVERDUE",
    "live": 3,
    "averted": 4,
    "happened": 2,
    "false_alarms": 1,
    "gone": 5,
    "hit_rate": "86",
}
_WHAT = {"text": "每周核对逾期名单", "owner": "wu.min", "due_date": "2026-12-15"}
_MEASURE: dict[str, Any] = {**_WHAT, "id": 8, "done_by": None, "done_at": None, "version": 1}
EXAMPLES: dict[str, Any] = {
    "RiskWarning": _WARNING,
    "RiskEndRequest": {"outcome": "AVERTED", "words": "已与客户签补充协议，单价上调 6%"},
    "RiskOwnerRequest": {"owner": "chen.lx"},
    "Renegotiation": {
        "id": 4,
        "warning": 31,
        "reference": "SO20261120-0003",
        "new_version": "",
        "asked": "PRICE",
        "text": "304 不锈钢上涨 18%，请求单价上调 6%",
        "numbers": {"rise": "18.2", "margin_before": "12.4", "margin": "-1.3", "lines": "2"},
        "owner": "chen.lx",
        "due_date": "2026-11-27",
        "state": "OPEN",
        "words": "",
        "started_at": "2026-11-20T06:10:00Z",
        "ended_at": None,
        "version": 1,
    },
    "RenegotiationInputRequest": {
        "asked": "PRICE",
        "text": "304 不锈钢上涨 18%，请求单价上调 6%",
        "owner": "chen.lx",
        "due_date": "2026-11-27",
    },
    "TalksMoveRequest": {"owner": "chen.lx", "due_date": "2026-12-01", "reason": "客户负责人出差"},
    "TalksEndRequest": {"outcome": "AGREED", "words": "单价上调 5%，交期不变"},
    "Material": {**_MATERIAL, "id": 2, "is_active": True, "version": 1},
    "MaterialInputRequest": _MATERIAL,
    "PatchedMaterialChangeRequest": {"share": "45"},
    "MaterialPriceRow": {
        "material": "不锈钢 304",
        "day": "2026-11-20",
        "price": "15900",
        "source": "上海有色网",
        "created_by": "wu.min",
        "created_at": "2026-11-20T06:10:00Z",
    },
    "RiskAssessment": {
        "id": 3,
        "day": "2026-11-20",
        "title": "四季度",
        "findings": _FINDINGS,
        "numbers": [_RATE],
        "next_on": "2027-02-20",
        "created_by": "fang.zy",
        "created_at": "2026-11-20T06:10:00Z",
        "measures": [_MEASURE],
    },
    "RiskAssessmentInputRequest": {
        "title": "四季度",
        "findings": _FINDINGS,
        "next_on": "2027-02-20",
        "measures": [_WHAT],
    },
    "RiskMeasure": _MEASURE,
    "MaterialPrices": {"changed": 2},
    "MaterialPricesInputRequest": {
        "material": "不锈钢 304",
        "source": "上海有色网",
        "prices": [{"day": "2026-11-01", "price": "13850"}, {"day": "2026-11-20", "price": "15900"}],
    },
}


def register() -> None:
    """Called by this room's ``register``."""
    examples.register(EXAMPLES)
