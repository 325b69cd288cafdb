"""Examples of figures and kept reports in the OpenAPI document."""

from typing import Any

from common.api import examples

_ASKED = {"measures": "orders,amount", "rows": "region", "period": "this_year"}
_FACTS = "/api/v1/figures/facts/?measures=orders&period=this_year&f.region=华中地区"
EXAMPLES: dict[str, Any] = {
    "Paper": {
        "title": "统计分析",
        "problem": None,
        "facts": [{"label": "时段", "value": "2026-01-01 – 2026-12-31"}],
        "columns": [
            {"key": "region", "label": "大区", "form": "TEXT", "group": None, "definition": None, "is_hidden": False},
            {
                "key": "orders",
                "label": "订单",
                "form": "COUNT",
                "group": None,
                "definition": "有多少订单生效。",
                "is_hidden": False,
            },
        ],
        "rows": [
            {
                "key": "华中地区",
                "level": 0,
                "values": {"region": "华中地区", "orders": 412},
                "url": "/api/v1/figures/?measures=orders&rows=province&period=this_year&f.region=华中地区",
                "links": {"orders": _FACTS},
                "is_sum": False,
                "is_unfinished": False,
            }
        ],
        "sums": {"region": "合计", "orders": 412},
        "charts": [],
        "definitions": [
            {
                "term": "订单",
                "meaning": "有多少订单生效。",
                "numerator": "已生效、已关闭或已归档且计入统计的订单",
                "denominator": None,
                "exclusions": "草稿、作废订单和不计入统计的类型（样品、借出）",
                "figures": None,
            }
        ],
        "notes": [],
        "parts": [],
    },
    "FigureCatalogue": {
        "measures": [
            {
                "code": "orders",
                "name": "订单",
                "form": "COUNT",
                "group": "订单",
                "meaning": "有多少订单生效。",
                "numerator": "已生效、已关闭或已归档且计入统计的订单",
                "denominator": "",
                "exclusions": "草稿、作废订单和不计入统计的类型（样品、借出）",
            }
        ],
        "axes": [{"code": "region", "name": "大区", "group": "客户"}],
        "periods": ["this_month", "this_year"],
    },
    "Facts": {
        "results": [
            {
                "id": 90211,
                "day": "2026-11-20",
                "kind": "ORDERED",
                "order": "SO20261120-0007",
                "line_no": 1,
                "customer": "杭州衡器厂",
                "product": "数字仪表 XK3190",
                "orders": 0,
                "lines": 1,
                "hits": 0,
                "quantity": "20",
                "amount": "28400.00",
                "net": "25132.74",
                "cost": None,
            }
        ],
        "after": None,
    },
    "KeptReport": {
        "id": 3,
        "name": "大区签约",
        "standard": None,
        "asked": _ASKED,
        "shape": "BARS",
        "notes": "",
        "sharing": "DEPARTMENT",
        "owner": "周国栋",
        "updated_at": "2026-11-23T01:00:00Z",
        "version": 1,
    },
    "KeptReportInputRequest": {"name": "大区签约", "asked": _ASKED, "sharing": "PRIVATE"},
    "PatchedKeptReportChangeRequest": {"name": "大区签约额", "sharing": "DEPARTMENT"},
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
