"""Examples of exceptions, claims and plans in the OpenAPI document."""

from typing import Any

from common.api import examples

_ORDER, _MOMENT, _CASE = "SO20261120-0001", "2026-11-20T02:15:00Z", "EX20261120-0001"
_ROW: dict[str, Any] = {
    "number": _CASE,
    "kind": "DAMAGE",
    "severity": "URGENT",
    "status": "SOLVING",
    "customer": {"code": "33.017", "name": "杭州华衡科技有限公司"},
    "order": _ORDER,
    "line_no": 1,
    "shipment": "OB20261120-0001",
    "returned": None,
    "description": "到货时两只传感器外壳破裂",
    "owner": "sun.qian",
    "executing_owner": "lin.xy",
    "disputed_amount": "171.60",
    "disputed_document": "",
    "answer": "今天补发两只，明日到",
    "answer_due_at": _MOMENT,
    "answered_at": _MOMENT,
    "escalations": 0,
    "cause": "TRANSPORT",
    "cause_text": "外箱未加护角",
    "responsible": "CARRIER",
    "remedy": "RESHIP",
    "remedy_text": "补发两只",
    "cost": "140.00",
    "plan": None,
    "told_date": "2026-11-20",
    "told_how": "PHONE",
    "told_text": "已致歉，说明补发时间",
    "raised_by": "chen.lx",
    "raised_at": _MOMENT,
    "closed_at": None,
    "version": 4,
}
_CLAIM: dict[str, Any] = {
    "id": 3,
    "exception": _CASE,
    "carrier": "SF",
    "status": "ACCEPTED",
    "reference": "LP-20261120-7",
    "amount": "171.60",
    "accepted": "150.00",
    "recovered": "0.00",
    "papers": "照片四张，签收单",
    "answer": "按声明价值赔付",
    "filed_by": "sun.qian",
    "filed_date": "2026-11-20",
    "settled_date": None,
    "version": 2,
}
_DECISION = {"participants": "陈立新、孙倩", "text": "先补发，后索赔", "due_date": "2026-11-21"}
_PLAN: dict[str, Any] = {
    "name": "运输破损应急预案",
    "kind": "DAMAGE",
    "product_prefix": "01.2",
    "notes": "到货破损当天启用",
    "is_active": True,
    "steps": [{"text": "两小时内联系客户并补发", "owner": "sun.qian"}],
}
_COUNT: dict[str, Any] = {"label": "Delay", "count": 4, "open": 1, "late": 1, "cost": "320.00"}
EXAMPLES: dict[str, Any] = {
    "ExceptionRow": _ROW,
    "Exception": {
        **_ROW,
        "steps": [{"move": "raise", "to_status": "OPEN", "by": "chen.lx", "at": _MOMENT, "text": "外壳破裂"}],
        "decisions": [{**_DECISION, "responsible": "sun.qian", "recorded_at": _MOMENT}],
        "claims": [_CLAIM],
    },
    "ExceptionInputRequest": {
        "kind": "DAMAGE",
        "severity": "URGENT",
        "description": "到货时两只传感器外壳破裂",
        "order": _ORDER,
        "line_no": 1,
        "shipment": "OB20261120-0001",
    },
    "PatchedExceptionChangeRequest": {"cause": "TRANSPORT", "responsible": "CARRIER", "cost": "140.00"},
    "ExceptionAnswerRequest": {"answer": "今天补发两只，明日到"},
    "DecisionInputRequest": {**_DECISION, "responsible": "sun.qian"},
    "ToldRequest": {"told_date": "2026-11-20", "told_how": "PHONE", "told_text": "已致歉，说明补发时间"},
    "PlanUseRequest": {"plan": 2},
    "ClaimInputRequest": {"amount": "171.60", "carrier": "SF", "papers": "照片四张，签收单"},
    "Claim": _CLAIM,
    "ClaimAnswerRequest": {"accepted": "150.00", "answer": "按声明价值赔付"},
    "RecoveryRequest": {"amount": "150.00", "day": "2026-11-20"},
    "ExceptionFigures": {
        "total": 4,
        "by_kind": [_COUNT],
        "by_cause": [_COUNT | {"label": "Transport"}],
        "by_responsible": [_COUNT | {"label": "Carrier"}],
        "by_month": [_COUNT | {"label": "2026-11"}],
    },
    "ContingencyInputRequest": _PLAN | {"supplier": ""},
    "PatchedContingencyChangeRequest": {"is_active": False},
    "Contingency": _PLAN | {"id": 2, "supplier": None, "times_used": 1, "version": 1},
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register(EXAMPLES)
