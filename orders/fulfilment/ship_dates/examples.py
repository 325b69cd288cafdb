"""Examples of received ship dates in the API, and of what they are refused with."""

from typing import Any

from common.api import examples
from common.api.examples import Refusal
from common.api.refusals import FIELDS

_ORDER, _NOTICE, _MOMENT = "SO20261120-0001", "OB20261120-0001", "2026-11-20T02:15:00Z"
_SAID: dict[str, Any] = {
    "provider": "WMS",
    "external_id": "S-20261120-77",
    "ship_date": "2026-11-19",
    "outbound": _NOTICE,
    "waybill": "SF1412345678",
    "carrier": "SF",
}
SHIP_DATE: dict[str, Any] = _SAID | {
    "id": 7,
    "order": None,
    "line_no": None,
    "quantity": None,
    "state": "APPLIED",
    "reason": "",
    "document": _NOTICE,
    "candidates": [],
    "entered_ship_date": "2026-11-20",
    "differs": False,
    "note": "",
    "received_by": "wms",
    "received_at": _MOMENT,
    "settled_by": None,
    "settled_at": None,
    "version": 1,
}
_SAID_OF_LINE: dict[str, Any] = {
    "provider": "WMS",
    "external_id": "S-20261120-78",
    "ship_date": "2026-11-19",
    "order": _ORDER,
    "line_no": 1,
    "quantity": "20",
}
_SHIP_ANSWER: dict[str, Any] = {
    "row": 1,
    "provider": "WMS",
    "external_id": "S-20261120-77",
    "result": "applied",
    "id": 7,
    "document": _NOTICE,
    "candidates": [],
    "field": "",
    "message": "",
}

EXAMPLES: dict[str, Any] = {
    "ShipDateInputRequest": _SAID,
    "ShipDatesInputRequest": {"rows": [_SAID, _SAID_OF_LINE]},
    "ShipDate": SHIP_DATE,
    "ShipDateAnswer": _SHIP_ANSWER,
    "ShipDateAnswers": {"counts": {"applied": 1}, "rows": [_SHIP_ANSWER]},
    "AssignRequest": {"document": _NOTICE},
}
REFUSALS: dict[str, Refusal] = {
    "ship_date_used": Refusal(
        409,
        "S-20261120-77 was taken in already, with another content; that one stays.",
        operations=("post /api/v1/ship-dates/ ",),
    ),
    "ship_date_unknown": Refusal(
        400,
        "Some of the entries are not valid.",
        {"fields": (FIELDS, {"order": [f"No order has the number “{_ORDER}”."]})},
        ("post /api/v1/ship-dates/ ",),
    ),
    "ship_date_refused": Refusal(
        400,
        "Some of the entries are not valid.",
        {"fields": (FIELDS, {"ship_date": ["Goods cannot have left on a day to come."]})},
        ("post /api/v1/ship-dates/ ",),
    ),
}


def register() -> None:
    """Called once from this folder's wiring."""
    examples.register(EXAMPLES)
    for code, refusal in REFUSALS.items():
        examples.refusals.register(code, refusal)
