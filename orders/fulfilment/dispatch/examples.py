"""Examples of the dispatch board and of picking lists in the API, and of what they are refused with."""

from typing import Any

from common.api import examples
from common.api.examples import Refusal

_NOTICE, _ORDER, _MOMENT, _PICKING = "OB20261120-0001", "SO20261120-0001", "2026-11-20T02:15:00Z", "PK20261120-0001"
_CUSTOMER = {"code": "33.017", "name": "杭州华衡科技有限公司"}
_ROW: dict[str, Any] = {
    "number": _NOTICE,
    "customer": _CUSTOMER,
    "orders": [_ORDER],
    "warehouse": "WH01",
    "carrier": "SF",
    "transport_mode": "EXPRESS",
    "lines": 2,
    "pieces": "24",
    "priority": 871,
    "is_urgent": True,
    "promised_date": "2026-11-22",
    "picking_list": None,
}
_DUE = {
    "order": _ORDER,
    "customer": _CUSTOMER,
    "leave_by": "2026-11-20",
    "promised_date": "2026-11-23",
    "priority": 640,
    "lines": 1,
}
_WAVE = {"number": _PICKING, "warehouse": "WH01", "created_by": "luo.qiang", "created_at": _MOMENT}
_PICK = {
    "place": "A-03-2",
    "product": "01.2.02.318-101",
    "product_name": "称重传感器",
    "unit": "只",
    "quantity": "20",
    "parts": [{"document": _NOTICE, "quantity": "20"}],
}

EXAMPLES: dict[str, Any] = {
    "DispatchRow": _ROW,
    "DispatchBoard": {"days": [{"day": "2026-11-20", "rows": [_ROW]}], "due": [_DUE], "is_cut": False},
    "PlaceRequest": {"to": "top"},
    "PickingInputRequest": {"documents": [_NOTICE]},
    "PickingRow": _WAVE,
    "Pick": _PICK,
    "Picking": {**_WAVE, "documents": [_NOTICE], "picks": [_PICK]},
}
_POST = ("post /api/v1/picking-lists/ ",)
REFUSALS: dict[str, Refusal] = {
    "several_warehouses": Refusal(409, "Goods of several warehouses are not picked in one walk.", operations=_POST),
    "picked_already": Refusal(409, f"On a picking list already: {_NOTICE}.", operations=_POST),
}


def register() -> None:
    """Called once from this folder's wiring."""
    examples.register(EXAMPLES)
    for code, refusal in REFUSALS.items():
        examples.refusals.register(code, refusal)
