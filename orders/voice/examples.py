"""Examples of risks of products in the OpenAPI document."""

from typing import Any

from common.api import examples

_ROW: dict[str, Any] = {
    "product": "02.1.03.002",
    "name": "称重传感器",
    "risk": "HIGH",
    "complaints": 3,
    "returns": 2,
    "low_scores": 1,
    "lines": 64,
    "points": "14.00",
    "rate": "21.88",
    "since": "2025-11-13",
    "counted_at": "2026-11-20T18:07:00Z",
}
EXAMPLES: dict[str, Any] = {
    "ProductRiskRow": _ROW,
    "ProductRisk": {
        **_ROW,
        "complaint_rows": [
            {
                "number": "EX20261118-0002",
                "kind": "COMPLAINT",
                "order": "SO20261101-0007",
                "customer": "33.021",
                "raised_at": "2026-11-18T03:20:00Z",
                "description": "零点漂移",
            }
        ],
        "other_complaints": 2,
        "return_rows": [
            {
                "number": "RT20261116-0001",
                "reason": "QUALITY",
                "order": "SO20261022-0003",
                "customer": "41.013",
                "quantity": "2",
                "created_at": "2026-11-16T02:00:00Z",
            }
        ],
        "other_returns": 1,
        "answer_rows": [
            {
                "order": "SO20261022-0003",
                "customer": "41.013",
                "score": 2,
                "text": "返修两次",
                "created_at": "2026-11-17T06:00:00Z",
            }
        ],
        "other_answers": 0,
    },
    "VoiceFacts": {
        "customer": "33.021",
        "answers": 6,
        "average": "4.17",
        "lowest": 2,
        "complaints": 1,
        "orders": 18,
        "last_answer_at": "2026-11-17T06:00:00Z",
        "since": "2025-11-13",
        "counted_at": "2026-11-20T18:07:00Z",
    },
}


def register() -> None:
    """Called by this room's ``register``."""
    examples.register(EXAMPLES)
