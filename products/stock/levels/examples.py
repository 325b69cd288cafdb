"""Examples of replenishment in the OpenAPI document."""

from typing import Any

from common.api import examples

PRODUCT = "02.1.03.003"
LEVEL: dict[str, Any] = {"product": PRODUCT, "warehouse": None, "minimum": "20", "target": "100", "lot": "10"}
SUGGESTION: dict[str, Any] = {
    "product": PRODUCT,
    "product_name": "DBS 数字传感器",
    "unit": "只",
    "warehouse": "",
    "minimum": "20",
    "target": "100",
    "available": "12",
    "planned": "0",
    "wanted": "8",
    "forecast": "4",
    "lot": "10",
    "quantity": "100",
    "supplier": "本原传感技术（常州）有限公司",
    "lead_time_days": 12,
}
EXAMPLES: dict[str, Any] = {
    "StockLevel": LEVEL | {"version": 1},
    "StockLevelInputRequest": LEVEL,
    "Suggestion": SUGGESTION,
    "ReplenishInputRequest": {"rows": [{"product": PRODUCT, "quantity": "100"}]},
    "Replenished": {"rows": [{"id": 41, "external_id": "", "result": "new"}]},
    "SlowMover": {
        "product": "03.1.02.011",
        "product_name": "ZSF 模拟传感器",
        "unit": "只",
        "category": "模拟传感器",
        "on_hand": "60",
        "reserved": "0",
        "value": "18600.00",
        "last_issue": "2026-03-02T01:10:00Z",
        "last_arrival": "2025-11-18T02:00:00Z",
        "sold_in_a_year": "4",
        "planned": "0",
    },
}


def register() -> None:
    """Called once from ``ProductsConfig.ready``."""
    examples.register(EXAMPLES)
