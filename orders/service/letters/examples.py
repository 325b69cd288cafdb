"""Examples of progress letters in the OpenAPI document, and of what they are refused with."""

from typing import Any

from common.api import examples
from common.api.examples import Refusal
from common.api.refusals import POSSIBLE

_MOMENT = "2026-11-20T02:15:00Z"
_WORDS = {
    "subject": "衡信仪表：贵司订单进度",
    "text": "订单 SO20261120-0001\n称重传感器，40 只：生产中，预计 2026-12-04 送达",
}
_POLICY: dict[str, Any] = {
    "tells": ["SHIPPED", "DELIVERY"],
    "progress_every": 14,
    "visit_after": 7,
    "asks_satisfaction": True,
    "has_page": True,
}
EXAMPLES: dict[str, Any] = {
    "ProgressLetter": _WORDS
    | {
        "id": 5,
        "customer": "11.10",
        "state": "SENT",
        "owner": "chen.lx",
        "language": "zh-hans",
        "recipient": "wang@customer.example",
        "drafted_at": _MOMENT,
        "sent_by": "chen.lx",
        "sent_at": _MOMENT,
        "resent": 0,
        "orders": ["SO20261120-0001"],
        "version": 2,
    },
    "ProgressLetterDraftRequest": {"order": "SO20261120-0001"},
    "ServicePolicy": _POLICY | {"customer": "11.10", "is_own": True, "version": 3},
    "PatchedServicePolicyChangeRequest": _POLICY,
    "PatchedProgressLetterWordsRequest": _WORDS,
    "ProgressLetterSendRequest": {"recipient": "wang@customer.example"},
}
_NONE: dict[str, Any] = {"possible": (POSSIBLE, [])}
_LETTERS = ("/progress-letters/{id}/",)
REFUSALS: dict[str, Refusal] = {
    "letter_waits": Refusal(
        409, "A progress letter to this customer waits to be sent already.", _NONE, ("/progress-letters/",)
    ),
    "nothing_open": Refusal(409, "This customer has nothing open to tell of.", _NONE, ("/progress-letters/",)),
    "letter_settled": Refusal(409, "This letter was sent or dropped already.", _NONE, _LETTERS),
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
    for code, refusal in REFUSALS.items():
        examples.refusals.register(code, refusal)
