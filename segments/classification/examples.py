"""Examples of the classification rules in the OpenAPI document."""

from typing import Any

from common.api import examples

_RULE: dict[str, Any] = {
    "key": "sensor_count",
    "field": "product.name",
    "kind": "PATTERN",
    "operands": ["{*}-{sensor_count}"],
    "tags": [],
    "group": "",
    "when": ["DIGITAL_KIT"],
    "unless": [],
    "flags": [],
    "misfit_flags": ["SENSOR_COUNT_UNREADABLE"],
    "empty_flags": ["SENSOR_COUNT_UNREADABLE"],
    "condition": "若 数字套件: 产品名称 形如 {*}-{传感器数量}",
    "result": "传感器数量",
}
_NAME: dict[str, Any] = {"code": "DIGITAL_KIT", "kind": "TAG", "of": "product", "group": "", "name": "数字套件"}
_TRIED: dict[str, Any] = {
    "texts": ["01.2.15.020-4", "**DS1-10"],
    "tags": ["BUY7_GET1", "DIGITAL_INSTRUMENT", "DIGITAL_KIT", "PROMOTION"],
    "flags": [],
    "facets": {"base_code": "01.2.15.020", "sensor_count": 10},
    "reasons": [{"rule": "digital_instrument", "given": "TAG", "code": "DIGITAL_INSTRUMENT"}],
}
_USE: dict[str, Any] = {"title": "全国模拟传感器", "codes": ["ANALOG_SENSOR"], "held_by": []}
_FAULT: dict[str, Any] = {"rule": "sensor_count", "field": "misfit_flags", "texts": ["请先命名：NO_COUNT。"]}

EXAMPLES: dict[str, Any] = {
    "Draft": {"number": 3, "note": "传感器不再细分", "faults": [_FAULT], "uses": [_USE]},
    "Rules": {"number": 2, "since": "2026-11-20T02:15:00Z", "rules": [_RULE], "names": [_NAME]},
    "TryInputRequest": {"field": "product", "texts": [["01.2.15.020-4", "**DS1-10"]], "rules": "active"},
    "Tried": {"number": 2, "counts": {"DIGITAL_KIT": 1, "BUY7_GET1": 1}, "unexplained": 0, "results": [_TRIED]},
}


def register() -> None:
    """Called once from this room's ``register``."""
    examples.register(EXAMPLES)
