"""Examples of shifts of many orders in the OpenAPI document."""

from typing import Any

from common.api import examples
from common.api.examples import Refusal

_HEAD: dict[str, Any] = {
    "id": 4,
    "name": "Loadcells of the December batch",
    "state": "PREVIEW",
    "days": 7,
    "source": "GOODS",
    "reason": "G_SUPPLIER",
    "reason_text": "The steel works deliver a week late",
    "created_by": "lin.xy",
    "created_at": "2026-11-22T10:00:00+08:00",
    "previewed_at": "2026-11-22T10:00:00+08:00",
    "ended_at": None,
    "version": 1,
}
_LINE = {
    "line_no": 1,
    "product": "01.001",
    "quantity": "10",
    "unit": "台",
    "wished": "2026-12-10",
    "wish": "2026-12-17",
    "promised": "2026-12-10",
    "arrival": "2026-12-17",
    "is_late": False,
}
_ORDER = {
    "order": "SO20261102-0007",
    "customer": "杭州衡准称重设备有限公司",
    "promised": "2026-12-10",
    "arrival": "2026-12-17",
    "days": 7,
    "obstacle": "",
    "request": "",
    "lines": [_LINE],
}
_GIVEN = {"days": 7, "reason": "G_SUPPLIER", "reason_text": "The steel works deliver a week late"}
EXAMPLES: dict[str, Any] = {
    "Shift": {**_HEAD, "orders": [_ORDER]},
    "ShiftPage": {"count": 1, "count_is_estimate": False, "next": None, "previous": None, "results": [_HEAD]},
    "ShiftInputRequest": {**_GIVEN, "orders": ["SO20261102-0007", "SO20261103-0002"]},
    "PatchedShiftChangeRequest": {"days": 10, "without": ["SO20261103-0002"]},
}
REFUSALS = {
    "shift_changed": Refusal(
        409,
        "Orders, stock or promises moved since this was worked out. Work it out again and look at it.",
        {},
        ("post /api/v1/change-shifts/{shift_id}/publish/",),
    ),
    "shift_empty": Refusal(
        409, "No order of this shift can be changed.", {}, ("post /api/v1/change-shifts/{shift_id}/publish/",)
    ),
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
    for code, refusal in REFUSALS.items():
        examples.refusals.register(code, refusal)
