"""Examples of parsed texts and order templates in the OpenAPI document."""

from typing import Any

from common.api import examples

_CUSTOMER = "33.017"
_GUESS = {
    "product": "02.1.03.022",
    "name": "DBS 数字传感器",
    "specification": "本原-30T-桥式",
    "unit": "只",
    "confidence": 0.87,
}
_SURE = {
    "raw": "02.1.03.022 3只 12月10日前",
    "product": "02.1.03.022",
    "confidence": 1.0,
    "why": "",
    "unit": "只",
    "cells": {"quantity": "3", "requested_date": "2026-12-10"},
    "candidates": [],
}
_DOUBTFUL = {
    "raw": "数字传感器 本源30T 桥式 12只",
    "product": None,
    "confidence": 0.0,
    "why": "“本源” may be “本原”",
    "unit": "只",
    "cells": {"quantity": "12"},
    "candidates": [_GUESS],
}
EXAMPLES: dict[str, Any] = {
    "Repeated": {
        "field": "lines.1.price",
        "was": "118.00",
        "now": "121.00",
        "text": "line 1: price 118.00 then, 121.00 now",
    },
    "RelatedProduct": {
        "product": "02.1.03.022",
        "name": "数字接线盒",
        "unit": "只",
        "quantity": "6",
        "own": {"orders": 7, "last": "2026-11-02", "quantity": "6", "together": 5, "of": 6},
        "others": {"beside": "01.2.01.004", "share": "0.432000"},
        "why": [
            "订过 7 次，上次 2026-11-02",
            "含本单产品的 6 张订单中 5 张有它",
            "全部含 01.2.01.004 的订单中 43% 有它",
        ],
    },
    "ParseLinesRequest": {
        "text": "您好\n02.1.03.022 3只 12月10日前\n数字传感器 本源30T 桥式 12只",
        "customer": _CUSTOMER,
    },
    "ParsedLines": {"rows": [_SURE, _DOUBTFUL], "left_out": ["您好"]},
    "OrderTemplateInputRequest": {
        "order": "SO20261121-0007",
        "name": "每月传感器",
        "is_shared": False,
        "for_customer": True,
    },
    "OrderTemplateUseRequest": {"customer": _CUSTOMER},
    "OrderTemplate": {
        "id": 7,
        "name": "每月传感器",
        "customer": _CUSTOMER,
        "owner": "lin.xy",
        "is_shared": False,
        "line_count": 5,
        "used": 12,
        "updated_at": "2026-11-21T09:30:00+08:00",
    },
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register(EXAMPLES)
