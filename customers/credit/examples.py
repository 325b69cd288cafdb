"""Examples of limits, grades, reports and guarantees in the OpenAPI document."""

from typing import Any

from common.api import examples

_MOMENT = "2026-11-20T02:15:00Z"
_DECIDED: dict[str, Any] = {
    "id": 12,
    "customer": "33.021",
    "state": "APPROVED",
    "proposed_by": "wu.min",
    "proposed_at": _MOMENT,
    "decided_by": "fang.zy",
    "decided_at": _MOMENT,
    "decision": "",
    "version": 2,
}
_LIMIT: dict[str, Any] = {
    "amount": "800000.00",
    "order_cap": "300000.00",
    "days_overdue": 15,
    "valid_from": "2026-12-01",
    "valid_until": "2027-11-30",
    "reason": "全年回款及时，二期项目需要",
}
_REPORT: dict[str, Any] = {
    "customer": "33.021",
    "report_date": "2026-11-02",
    "source": "征信机构",
    "rating": "AA-",
    "grade": "B",
    "valid_until": "2027-11-01",
    "notes": "",
}
_GUARANTEE: dict[str, Any] = {
    "customer": "33.021",
    "kind": "BANK",
    "amount": "200000.00",
    "guarantor": "工商银行无锡分行",
    "valid_from": "2026-11-20",
    "valid_until": "2027-05-31",
    "notes": "",
}
_OF_GRADE = {"grade": "D", "allowed": ["ADVANCE30", "PREPAID"], "default": "ADVANCE30", "asks_security": True}
EXAMPLES: dict[str, Any] = {
    "CreditTerms": _OF_GRADE,
    "CreditTermsInputRequest": {"grades": [_OF_GRADE, {"grade": "NONE", "default": "PREPAID"}]},
    "CreditLimit": _DECIDED | _LIMIT | {"started_at": None},
    "CreditLimitInputRequest": _LIMIT | {"customer": "33.021"},
    "CreditDecisionRequest": {"is_approved": True, "reason": ""},
    "CreditGrading": _DECIDED
    | {
        "grade": "B",
        "score": "78.40",
        "parts": [{"name": "days_late", "figure": "6.2", "points": "31.4", "most": "40"}],
        "reason": "",
    },
    "CreditGradingInputRequest": {"customer": "33.021", "grade": "C", "reason": "法人变更，暂降一级"},
    "CreditReport": _REPORT | {"id": 4, "is_void": False, "created_by": "wu.min", "created_at": _MOMENT, "version": 1},
    "CreditReportInputRequest": _REPORT,
    "Guarantee": _GUARANTEE
    | {
        "id": 3,
        "state": "APPROVED",
        "created_by": "wu.min",
        "created_at": _MOMENT,
        "decided_by": "fang.zy",
        "decided_at": _MOMENT,
        "released_at": None,
        "version": 2,
    },
    "GuaranteeInputRequest": _GUARANTEE,
}


def register() -> None:
    """Called by this room's ``register``."""
    examples.register(EXAMPLES)
