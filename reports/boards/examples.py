"""Examples of boards and key figures in the OpenAPI document."""

from typing import Any

from common.api import examples

_OVER = {
    "period": "this_month",
    "since": "2026-11-01",
    "until": "2026-11-23",
    "former_since": "2026-10-01",
    "former_until": "2026-10-23",
    "department": None,
    "customer_class": "DOMESTIC",
}
_FIGURE = {
    "code": "amount",
    "label": "订单金额",
    "group": "订单",
    "form": "MONEY",
    "value": "17902000.00",
    "unit": "CNY",
    "short": "1,790.2 万元",
    "former": "16481000.00",
    "change": "0.0862",
    "is_good": True,
    **dict.fromkeys(("numerator", "denominator", "former_numerator", "former_denominator")),
    "target": {"value": "19200000.00", "judged": "93.2%"},
    "definition": {
        "term": "订单金额",
        "meaning": "生效订单的含税金额，含变更。",
        "numerator": None,
        "denominator": None,
        "exclusions": None,
        "figures": None,
    },
    "rows": "/api/v1/figures/facts/?measures=amount&since=2026-11-01&until=2026-11-23&f.class=DOMESTIC",
    "url": "/reports/key-figures/amount/?period=this_month&class=DOMESTIC",
}
_TILE = {
    "code": "regions",
    "title": "大区",
    "kind": "RANKING",
    "size": "THIRD",
    "contents": "/api/v1/boards/executive/tiles/regions/?period=this_month&class=DOMESTIC",
}
_PLACED = [{"code": "risks", "size": "THIRD"}, {"code": "trend", "size": "WHOLE"}]
EXAMPLES: dict[str, Any] = {
    "BoardList": {
        "results": [
            {"code": "executive", "name": "决策层", "is_first": True, "url": "/reports/dashboard/?board=executive"}
        ]
    },
    "WholeBoard": {
        "code": "executive",
        "name": "决策层",
        **_OVER,
        "as_of": "2026-11-23T05:00:00Z",
        "arranged_by": "own",
        "figures": [_FIGURE],
        "tiles": [_TILE],
    },
    "TileContents": {
        "code": "regions",
        "title": "大区",
        "kind": "RANKING",
        "chart": None,
        "ranking": {
            "measure": "amount",
            "label": "订单金额",
            "form": "MONEY",
            "unit": "CNY",
            "places": [
                {
                    "name": "浙江",
                    "value": "4120000.00",
                    "change": "+8.2%",
                    "rows": "/api/v1/figures/facts/?measures=amount&since=2026-11-01&until=2026-11-23&f.region=浙江",
                }
            ],
        },
        "queue": None,
        "loads": None,
    },
    "BoardArrangement": {
        "arranged_by": "own",
        "figures": ["amount", "on_time", "backlog"],
        "tiles": _PLACED,
        "offered_figures": [{"code": "amount", "name": "订单金额"}],
        "offered_tiles": [{"code": "risks", "name": "停滞的订单"}],
        "version": 3,
    },
    "BoardArrangementInputRequest": {"figures": ["amount", "on_time", "backlog"], "tiles": _PLACED},
    "KeyFigureList": {**_OVER, "known_on": None, "as_of": "2026-11-23T05:00:00Z", "results": [_FIGURE]},
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
