"""Examples of dunning in the OpenAPI document, and of what is refused."""

from typing import Any

from common.api import examples
from common.api.examples import Refusal

_CUSTOMER: dict[str, Any] = {"code": "C1001", "name": "东海仪表有限公司"}
_PART: dict[str, Any] = {
    "order": "SO20260921-0007",
    "sequence": 2,
    "level": 1,
    "due_date": "2026-11-10",
    "days": 10,
    "open": "5000.00",
    "disputed": "800.00",
}
_LEVEL: dict[str, Any] = {"level": 1, "level_name": "友好提醒", "channel": "MAIL", "total": "4200.00"}
_TEXT = "我司账面显示，贵公司以下款项已到期，合计 4,200.00 CNY。"
_ROW: dict[str, Any] = {
    "number": "DN20261120-0001",
    "customer": _CUSTOMER,
    "currency": "CNY",
    **_LEVEL,
    "recipient": "caiwu@donghai.example",
    "statement": "ST20261120-0004",
    "sent_by": "wu.min",
    "sent_at": "2026-11-20T02:15:00Z",
}
_WORDED: dict[str, Any] = {
    "level": 1,
    "name": "友好提醒",
    "days": 7,
    "channel": "MAIL",
    "text_zh": "贵公司以下款项已到期，合计 {total}。",
    "text_en": "The following amounts are due, {total} in all.",
}
EXAMPLES: dict[str, Any] = {
    "DunningProposal": {"customer": _CUSTOMER, "currency": "CNY", **_LEVEL, "parts": [_PART]},
    "DunningLetterRow": _ROW,
    "DunningLetter": {**_ROW, "language": "zh-hans", "text": _TEXT, "note": "", "parts": [_PART]},
    "DunningLetterInputRequest": {
        "customer": "C1001",
        "currency": "CNY",
        "recipient": "caiwu@donghai.example",
        "level": 1,
        "total": "4200.00",
    },
    "DunningLevel": {**_WORDED, "is_active": True, "version": 3},
    "DunningLevelInputRequest": _WORDED,
    "PatchedDunningLevelChangeRequest": {"days": 10, "channel": "PHONE"},
}
REFUSALS: dict[str, Refusal] = {
    "dunning_changed": Refusal(
        409,
        "Meanwhile another letter is due: level 2 over 900.00.",
        {"level": ({"type": "integer"}, 2), "total": ({"type": "string"}, "900.00")},
        ("post /api/v1/dunning-letters/",),
    ),
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
    for code, refusal in REFUSALS.items():
        examples.refusals.register(code, refusal)
