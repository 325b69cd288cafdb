"""Examples of carriers' news and notices of arrival in the API, and of what they are refused with."""

from typing import Any

from common.api import examples
from common.api.examples import Refusal
from common.api.refusals import FIELDS

_NOTICE, _MOMENT = "OB20261120-0001", "2026-11-20T02:15:00Z"
_SAID: dict[str, Any] = {
    "provider": "SF",
    "external_id": "SF1412345678-17",
    "kind": "IN_TRANSIT",
    "happened_at": _MOMENT,
    "waybill": "SF1412345678",
    "place": "武汉转运中心",
    "text": "快件已发往成都",
    "person": "",
    "arrival_date": "2026-11-22",
}
_EVENT = {**_SAID, "id": 7, "outbound": None, "received_by": "sun.qian", "received_at": _MOMENT}
_ROW = {
    "row": 1,
    "provider": "SF",
    "external_id": "SF1412345678-17",
    "result": "taken",
    "id": 7,
    "documents": [_NOTICE],
    "field": "",
    "message": "",
}
_TOLD = {
    "id": 3,
    "way": "MAIL",
    "recipient": "wang@example.com",
    "arrival_date": "2026-11-22",
    "note": "",
    "told_by": "sun.qian",
    "told_at": _MOMENT,
}

EXAMPLES: dict[str, Any] = {
    "TrackingInputRequest": _SAID,
    "TrackingsInputRequest": {"rows": [_SAID]},
    "Tracking": _EVENT,
    "TrackingAnswer": _ROW,
    "TrackingAnswers": {"counts": {"taken": 1}, "rows": [_ROW]},
    "TellRequest": {"way": "MAIL", "contact_id": 12, "language": "zh-hans"},
    "ArrivalNotice": _TOLD,
    "Journey": {
        "arrival_date": "2026-11-22",
        "needs": ["TELL"],
        "report_due": "2026-11-25",
        "tracking_url": "https://www.sf-express.com/?waybill=SF1412345678",
        "events": [_EVENT],
        "notices": [_TOLD],
    },
}
_POST = ("post /api/v1/tracking-events/ ",)
REFUSALS: dict[str, Refusal] = {
    "tracking_used": Refusal(
        409, "SF1412345678-17 was taken in already, with another content; that one stays.", operations=_POST
    ),
    "tracking_unknown": Refusal(
        400,
        "Some of the entries are not valid.",
        {"fields": (FIELDS, {"outbound": [f"No outbound document has the number “{_NOTICE}”."]})},
        _POST,
    ),
    "tracking_refused": Refusal(
        400,
        "Some of the entries are not valid.",
        {"fields": (FIELDS, {"happened_at": ["This lies in time to come."]})},
        _POST,
    ),
}


def register() -> None:
    """Called once from this folder's wiring."""
    examples.register(EXAMPLES)
    for code, refusal in REFUSALS.items():
        examples.refusals.register(code, refusal)
