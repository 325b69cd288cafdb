"""Examples of customers' confirmations in the OpenAPI document."""

from typing import Any

from common.api import examples

_ORDER, _MOMENT, _LATER = "SO20261120-0001", "2026-11-20T02:15:00Z", "2026-11-21T06:40:00Z"
_HASH = "9f2c" * 16
CONFIRMATION: dict[str, Any] = {
    "id": 4,
    "order": _ORDER,
    "state": "CONFIRMED",
    "is_current": True,
    "method": "LINK",
    "recipient": "li@example.com",
    "language": "zh-hans",
    "note": "",
    "asked_by": "chen.lx",
    "asked_at": _MOMENT,
    "valid_until": "2026-12-04T02:15:00Z",
    "sent_at": "2026-11-20T02:15:20Z",
    "opened_at": "2026-11-21T06:31:00Z",
    "questions": [{"text": "能否提前两天到货？", "name": "李工", "at": "2026-11-21T06:33:00Z"}],
    "answered_at": _LATER,
    "answered_by": "李工",
    "recorded_by": None,
    "reason": "",
    "said_at": None,
    "evidence": "",
    "content_hash": _HASH,
    "proof_hash": _HASH,
    "version": 3,
}
EXAMPLES: dict[str, Any] = {
    "Confirmation": CONFIRMATION,
    "AskCustomerRequest": {"order": _ORDER, "recipient": "li@example.com", "language": "zh-hans", "days": 14},
    "CustomerAnswerRequest": {
        "order": _ORDER,
        "method": "PHONE",
        "is_accepted": True,
        "name": "李工",
        "said_at": _LATER,
        "evidence": "由 13800000000 来电，王琳在场",
    },
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
