"""Examples of returns in the OpenAPI document."""

from typing import Any

from common.api import examples

_ORDER, _MOMENT = "SO20261120-0001", "2026-11-20T02:15:00Z"
_ROW: dict[str, Any] = {
    "number": "RT20261120-0001",
    "order": _ORDER,
    "customer": {"code": "33.017", "name": "杭州华衡科技有限公司"},
    "status": "SETTLED",
    "reason": "QUALITY",
    "description": "两只零点漂移",
    "waybill": "SF1412345999",
    "warehouse": "WH01",
    "received_date": "2026-11-20",
    "findings": "一只可修复，一只报废",
    "decision": "质量问题，补发一只，退款一只",
    "replacement": None,
    "void_reason": "",
    "created_by": "lin.xy",
    "created_at": _MOMENT,
    "approved_by": "shen.wan",
    "approved_at": _MOMENT,
    "received_by": "luo.qiang",
    "received_at": _MOMENT,
    "settled_by": "shen.wan",
    "settled_at": _MOMENT,
    "version": 4,
}
_LINE: dict[str, Any] = {
    "line_no": 1,
    "product": "01.2.02.318-101",
    "product_name": "称重传感器",
    "unit": "只",
    "quantity": "2",
    "received": "2",
    "numbers": [],
    "to_stock": "1",
    "scrapped": "1",
    "reship": "1",
    "replaced": "0",
    "refund": "1",
    "refund_amount": "85.80",
    "refund_reference": "",
    "refund_settled_at": None,
}
_REVERSAL: dict[str, Any] = {
    "step": "DECISION",
    "reason": "两只都该补发，误记退款",
    "recorded_by": "shen.wan",
    "recorded_at": _MOMENT,
    "by": "shen.wan",
    "at": _MOMENT,
    "lines": [
        {
            "line_no": 1,
            "to_stock": None,
            "scrapped": None,
            "reship": "0",
            "replaced": "0",
            "refund": "2",
            "refund_amount": "171.60",
            "reference": "",
        }
    ],
}
_REFUND: dict[str, Any] = {
    "kind": "PAID_BACK",
    "amount": "85.80",
    "receipt": "RF20261121-0001",
    "at": _MOMENT,
    "revoked_at": None,
}
EXAMPLES: dict[str, Any] = {
    "Return": {**_ROW, "lines": [_LINE], "refunds": [_REFUND], "reversals": [_REVERSAL]},
    "ReturnRow": _ROW,
    "ReturnInputRequest": {
        "order": _ORDER,
        "reason": "QUALITY",
        "description": "两只零点漂移",
        "lines": [{"line_no": 1, "quantity": "2"}],
    },
    "ReceiveRequest": {
        "lines": [{"line_no": 1, "to_stock": "1", "scrapped": "1"}],
        "warehouse": "WH01",
        "findings": "一只可修复，一只报废",
    },
    "SettleRequest": {"lines": [{"line_no": 1, "reship": "1", "refund": "1"}], "grounds": "质量问题"},
    "RefundRequest": {"how": "PAID_BACK", "reference": "2026112100938"},
    "ExchangeRequest": {"lines": [{"product": "01.2.02.319-102", "quantity": "1"}]},
    "LossRequest": {"document": "OB20261120-0001", "line_no": 1, "quantity": "1"},
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register(EXAMPLES)
