"""Examples of revisions in the schema of the API."""

from typing import Any

from common.api import examples

_REVISION = {
    "revision": 2,
    "since": "2026-11-20T02:00:00Z",
    "until": None,
    "request": "CR20261120-0001",
    "by": "陈丽霞",
    "reason": "客户增加数量 · 新项目追加",
    "lines": 2,
    "amount": "286480.00",
    "currency": "CNY",
}
_SIDE = {"quantity": "20", "price": "12800.00", "amount": "256000.00", "requested_date": "2026-12-10"}
_FIELD = {"field": "ship_address", "label": "交货地点", "old": "一号门", "new": "三号门"}
_LINE = {
    "line_no": 1,
    "product": "02.01.0035",
    "name": "称重传感器",
    "unit": "台",
    "is_gift": False,
    "acts": ["INCREASE"],
    "old": _SIDE,
    "new": _SIDE | {"quantity": "24", "amount": "307200.00"},
    "others": [],
}
EXAMPLES: dict[str, Any] = {
    "Revision": _REVISION,
    "ComparedField": _FIELD,
    "ComparedSide": _SIDE,
    "ComparedLine": _LINE,
    "Comparison": {
        "former": 1,
        "later": 2,
        "summary": "称重传感器增加 4 台",
        "head": [_FIELD],
        "lines": [_LINE],
        "currency": "CNY",
        "old_total": "256000.00",
        "new_total": "307200.00",
    },
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register(EXAMPLES)
