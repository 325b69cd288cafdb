"""Examples of standard reports in the OpenAPI document."""

from typing import Any

from common.api import examples

EXAMPLES: dict[str, Any] = {
    "StandardReportList": {
        "results": [
            {
                "code": "sales-by",
                "title": "销售统计",
                "group": "销售",
                "about": "谁、什么、在哪里卖了多少，赚了多少？",
                "controls": ["PERIOD", "AGAINST", "DEPARTMENT", "TOP"],
                "parameters": ["period", "since", "until", "against", "department", "top", "by"],
                "period": "last_12_months",
                "choices": [{"code": "region", "name": "大区"}],
                "top": 50,
            }
        ]
    },
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
