"""Examples of customers' questions in the OpenAPI document."""

from typing import Any

from common.api import examples

_ANSWER = "可以，11月25日送达。"
EXAMPLES: dict[str, Any] = {
    "CustomerQuestion": {
        "id": 18,
        "kind": "QUESTION",
        "customer": "C00012",
        "order": "SO20261120-0001",
        "text": "能否提前两天到货？",
        "is_from_page": True,
        "name": "李工",
        "asked_at": "2026-11-20T02:15:00Z",
        "due_date": "2026-11-23",
        "is_waiting": False,
        "is_late": False,
        "responsible": "chen.lx",
        "answer": _ANSWER,
        "answered_by": "chen.lx",
        "answered_at": "2026-11-20T05:40:00Z",
        "told_at": "2026-11-20T05:40:20Z",
        "version": 2,
    },
    "CustomerQuestionAnswerRequest": {"answer": _ANSWER},
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
