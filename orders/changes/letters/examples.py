"""Examples of letters about changes in the OpenAPI document."""

from typing import Any

from common.api import examples

_OPTION: dict[str, Any] = {
    "key": "AS_ASKED",
    "label": "如下所述",
    "text": "增加 30T 桥式传感器 8 只",
    "rows": [{"label": "4. 30T 桥式传感器 S-204", "old": "12 只 · 14,400.00", "new": "20 只 · 24,000.00"}],
    "total": "¥292,968.00",
    "day": "2026-12-10",
}
_DRAFT: dict[str, Any] = {
    "subject": "订单 SO20261120-0001 的变更",
    "text": "王工：你好！……",
    "options": [_OPTION],
}
_LETTER: dict[str, Any] = _DRAFT | {
    "id": 7,
    "state": "ASKED",
    "is_current": True,
    "method": "LINK",
    "language": "zh-hans",
    "recipient": "wang@customer.example",
    "asked_by": "chen.lx",
    "asked_at": "2026-11-20T02:15:00Z",
    "valid_until": "2026-12-04T02:15:00Z",
    "sent_at": "2026-11-20T02:15:08Z",
    "opened_at": None,
    "questions": [],
    "chosen": "",
    "answered_at": None,
    "answered_by": "",
    "recorded_by": None,
    "words": "",
    "said_at": None,
    "evidence": "",
    "content_hash": "9f2c0b8d4e1a76c35f80b1d2e7a4c9630512de8f7ab34c61908d5e2f4a7b1c3d",
    "proof_hash": "",
    "version": 2,
}
EXAMPLES: dict[str, Any] = {
    "ChangeLetter": _LETTER,
    "LetterDraft": _DRAFT,
    "LetterInputRequest": {"recipient": "wang@customer.example", "keys": [], "days": 14},
    "LetterAnswerInputRequest": {
        "method": "PHONE",
        "chosen": "AS_ASKED",
        "name": "王工",
        "said_at": "2026-11-20T01:40:00Z",
        "evidence": "138 0000 0000",
    },
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register(EXAMPLES)
