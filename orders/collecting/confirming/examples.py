"""Examples of confirmations of statements in the OpenAPI document."""

from typing import Any

from common.api import examples
from orders.collecting.examples import EXAMPLES as STATEMENTS

_CONFIRMATION: dict[str, Any] = {
    "state": "ASKED",
    "method": "LINK",
    "recipient": "caiwu@customer.example",
    "language": "zh-hans",
    "note": "请于五个工作日内核对",
    "asked_by": "wu.min",
    "asked_at": "2026-11-01T01:30:00Z",
    "valid_until": "2026-11-15T01:30:00Z",
    "sent_at": "2026-11-01T01:30:04Z",
    "opened_at": None,
    "url": "https://orders.example.com/l/3uK0cJ6p9c3rT0k2b1YqGzq4d9aLhU7s/",
    "answered_at": None,
    "answered_by": "",
    "recorded_by": None,
    "words": "",
    "case": None,
    "said_at": None,
    "evidence": "",
    "content_hash": STATEMENTS["StatementRow"]["content_hash"],
    "proof_hash": "",
}
EXAMPLES: dict[str, Any] = {
    "StatementConfirmation": _CONFIRMATION,
    "ConfirmedStatement": {**STATEMENTS["Statement"], "confirmations": [_CONFIRMATION]},
    "StatementAskInputRequest": {
        "recipient": "caiwu@customer.example",
        "language": "zh-hans",
        "note": "请于五个工作日内核对",
        "days": 14,
    },
    "StatementAnswerInputRequest": {
        "method": "PHONE",
        "is_confirmed": True,
        "name": "财务 赵会计",
        "words": "",
        "order": "",
        "said_at": "2026-11-03T02:10:00Z",
        "evidence": "来电 0571-8600 0000，吴敏接听",
    },
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
