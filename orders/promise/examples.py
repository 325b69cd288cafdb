"""Examples of supply, promises and giving out anew in the OpenAPI document."""

from typing import Any

from common.api import examples

_PRODUCT = "01.2.02.318-101"
_CHANGE = {
    "order": "SO20261120-0007",
    "line_no": 1,
    "product": _PRODUCT,
    "rule": "LOSE",
    "before": "10",
    "after": "4",
    "promised_before": "2026-11-25",
    "promised_after": "2026-12-03",
    "days": 8,
}
_PREVIEW = {"token": "0e3f6c1d9a7b4c52", "broken": 1, "changes": [_CHANGE]}
_REASONS = [
    {"kind": "STOCK", "text": "4 are reserved from stock", "mover": "Warehouse"},
    {
        "kind": "SUPPLY",
        "text": "6 come with planned receipts until 2026-11-30",
        "mover": "Purchasing and production",
    },
    {"kind": "TRANSIT", "text": "3 days of work on the way", "mover": "Logistics"},
]
_PARTS = [{"date": "2026-11-25", "quantity": "4"}, {"date": "2026-12-03", "quantity": "6"}]
_OPTION = {
    "option": "SPLIT",
    "kind": "SPLIT",
    "arrival": "2026-12-03",
    "parts": _PARTS,
    "reasons": _REASONS,
    "substitute": None,
    "quantity": "0",
    "costs": None,
    "why_not": "",
    "token": "5d1c2f0a8e9b4c77",
}
_ROUTE = {"area": "华北地区", "transport_mode": "LAND", "days": 3, "is_workdays": True, "is_active": True}
EXAMPLES: dict[str, Any] = {
    "TransitTime": {"id": 4, **_ROUTE, "version": 2},
    "TransitTimeInputRequest": _ROUTE,
    "PatchedTransitTimeChangeRequest": {"days": 4},
    "TransitTimesInputRequest": {"rows": [_ROUTE, {"area": "西藏", "transport_mode": "", "days": 9}]},
    "TransitTimes": {"changed": 2},
    "Contended": {
        "product": _PRODUCT,
        "product_name": "称重传感器",
        "unit": "只",
        "lines": 3,
        "short": "26",
        "held": "40",
        "free": "0",
    },
    "ReallocationPreview": _PREVIEW,
    "ReallocationRequest": {"products": [_PRODUCT]},
    "ReallocationRunRequest": {"products": [_PRODUCT], "token": _PREVIEW["token"]},
    "GoodsMoveRequest": {
        "from_order": "SO20261120-0007",
        "from_line": 1,
        "to_order": "SO20261121-0003",
        "to_line": 2,
        "quantity": "6",
    },
    "GoodsMoveRunRequest": {
        "from_order": "SO20261120-0007",
        "from_line": 1,
        "to_order": "SO20261121-0003",
        "to_line": 2,
        "quantity": "6",
        "token": _PREVIEW["token"],
    },
    "AllocationRuleRequest": {"rule": "KEEP"},
    "SupplySituation": {
        "line_no": 1,
        "product": _PRODUCT,
        "short": "6",
        "requested_date": "2026-11-20",
        "promised_date": "2026-12-03",
        "supply_mode": "STOCK",
        "components": [
            {"product": "02.1.03.003", "pieces": "4", "needed": "24", "held": "0", "free": "3", "lacks": "21"}
        ],
        "options": [_OPTION],
    },
    "SupplyChoiceRequest": {"option": "SPLIT", "token": _OPTION["token"]},
    "SupplyModeRequest": {"mode": "DIRECT"},
    "PromiseEntry": {
        "line_no": 1,
        "promised_date": "2026-12-03",
        "ship_date": "2026-11-30",
        "parts": _PARTS,
        "reasons": _REASONS,
        "is_told": True,
        "told_at": "2026-11-20T03:00:00Z",
        "actor": "lin.xy",
        "at": "2026-11-20T02:15:00Z",
    },
    "PromisesToldRequest": {"lines": [1]},
    "Availability": {
        "product": _PRODUCT,
        "unit": "只",
        "free": "4",
        "lead_time_days": 30,
        "from_then_on": "2026-12-20",
        "earliest": "2026-11-30",
        "steps": [
            {"date": "2026-11-20", "supply": "0", "demand": "0", "balance": "4", "available": "4"},
            {"date": "2026-11-30", "supply": "20", "demand": "6", "balance": "18", "available": "18"},
        ],
    },
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register(EXAMPLES)
