"""Examples of frame agreements in the OpenAPI document."""

from typing import Any

from common.api import examples

_HEAD = {
    "title": "2027 年度台秤采购",
    "customer_reference": "KJ-2026-09",
    "valid_from": "2026-12-01",
    "valid_until": "2027-11-30",
    "currency": "CNY",
    "tax_mode": "INCLUSIVE",
    "terms": "按月下单，货到 30 天付款。",
}
_LINE_INPUT = {"product": "02.07.001", "price": "860.00", "quantity": "500", "amount": None, "notes": ""}
_ROW = {
    "number": "AG20261120-0001",
    "status": "ACTIVE",
    "customer": {"code": "33.017", "name": "杭州某衡器有限公司"},
    **_HEAD,
    "ended_reason": "",
    "version": 3,
}
_LINE = {
    "line_no": 1,
    **_LINE_INPUT,
    "called": "120",
    "drafted": "20",
    "left": "360",
    "left_amount": None,
    "orders": ["SO20261203-0002"],
}
_CLAUSE = {
    "code": "PAY30",
    "kind": "PAYMENT",
    "name": "付款",
    "text": "货到三十日内付清全款。",
    "is_standard": True,
    "is_active": True,
}
EXAMPLES: dict[str, Any] = {
    "AgreementRow": _ROW,
    "Agreement": {**_ROW, "lines": [_LINE]},
    "AgreementInputRequest": {"customer": "33.017", **_HEAD, "lines": [_LINE_INPUT]},
    "PatchedAgreementHeadRequest": {"valid_until": "2028-03-31"},
    "AgreementLineSaveRequest": {"line_no": 1, **_LINE_INPUT},
    "AgreementLineNumberRequest": {"line_no": 1},
    "Clause": {"id": 3, **_CLAUSE, "version": 2},
    "ClauseInputRequest": _CLAUSE,
    "PatchedClauseChangeRequest": {"text": "货到验收合格后三十日内付清全款。"},
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register(EXAMPLES)
