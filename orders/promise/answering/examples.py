"""Examples of reservations and their answers in the OpenAPI document."""

from typing import Any

from common.api import examples

_ABOUT = {"order": "SO20261120-0007", "line_no": 1, "product": "01.2.02.318-101", "warehouse": "WH01"}
_SAID = {"provider": "WMS", "external_id": "HOLD-99120", **_ABOUT, "asked": "6", "held": "4", "reason": "2 只外壳破损"}
_ANSWER = {**_SAID, "paper": "SA20261120-0003", "answered_at": "2026-11-20T02:15:00Z"}
EXAMPLES: dict[str, Any] = {
    "Reservation": {
        **_ABOUT,
        "place": "A-03-2",
        "quantity": "4",
        "since": "2026-11-19T08:40:00Z",
        "answer": _ANSWER,
    },
    "ReservationAnswer": _ANSWER,
    "ReservationAnswerInputRequest": _SAID,
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register(EXAMPLES)
