"""Examples of verifications and order errors in the OpenAPI document."""

from typing import Any

from common.api import examples

_ORDER, _MOMENT = "SO20261120-0001", "2026-11-20T02:15:00Z"
_RIGHT = [{"code": code, "is_ok": True} for code in ("CONTACT", "ITEMS", "QUANTITY", "DELIVERY")]
_LEAVING = ("OUT_GOODS", "OUT_PAPERS", "OUT_PLACE")
_WRONG = {"code": "PRICE", "is_ok": False, "note": "折扣高于合同约定", "line_no": 2}
_NAMES = {"CONTACT": "联系人", "ITEMS": "品项", "QUANTITY": "数量", "DELIVERY": "交付", "PRICE": "价格"}
_SHOWN = [{**one, "name": _NAMES[str(one["code"])], "note": "", "line_no": None} for one in _RIGHT]
VERIFICATION: dict[str, Any] = {
    "id": 5,
    "is_ok": False,
    "answers": [*_SHOWN, {**_WRONG, "name": _NAMES["PRICE"]}],
    "note": "",
    "verified_by": "lin.xy",
    "verified_at": _MOMENT,
}
_FOUND: dict[str, Any] = {
    "order": _ORDER,
    "line_no": 2,
    "kind": "PRICE",
    "stage": "VERIFICATION",
    "description": "折扣高于合同约定",
}
ERROR: dict[str, Any] = _FOUND | {
    "id": 9,
    "made_by": "chen.lx",
    "found_by": "lin.xy",
    "found_at": _MOMENT,
    "cost": None,
    "correction": "",
    "corrected_by": None,
    "corrected_at": None,
    "dismissal": "",
    "dismissed_at": None,
    "version": 1,
}
EXAMPLES: dict[str, Any] = {
    "VerifyRequest": {"answers": [*_RIGHT, _WRONG], "note": "", "sends_back": True},
    "ChecklistRequest": {"answers": [{"code": code, "is_ok": True} for code in _LEAVING]},
    "Verification": VERIFICATION,
    "Verifications": {
        "missing": None,
        "points": [{"code": "PRICE", "name": "价格、折扣和条款与约定一致", "kind": "PRICE"}],
        "results": [VERIFICATION],
    },
    "OrderError": ERROR,
    "OrderErrorInputRequest": {**_FOUND, "stage": "CUSTOMER", "cost": "120.00"},
    "CorrectionRequest": {"correction": "按合同价重新录入", "cost": "0.00"},
    "Accuracy": {"effective": 120, "with_error": 3, "share": "0.975000"},
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
