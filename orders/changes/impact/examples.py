"""Examples of impact sheets in the OpenAPI document."""

from typing import Any

from common.api import examples

_PAIR = {"before": "286480.00", "after": "292968.00"}
_LINE = {
    "line_no": 2,
    "product": "02.DBS.30T",
    "unit": "只",
    "quantity": "48",
    "wished": "2026-12-08",
    "promised": "2026-12-08",
    "arrival": "2026-12-10",
    "days": 2,
    "behind": 2,
    "in_time": "40",
    "parts": [{"date": "2026-12-08", "quantity": "40"}, {"date": "2026-12-10", "quantity": "8"}],
    "reasons": [{"kind": "SUPPLY", "text": "8 in a planned receipt of 2026-12-07", "mover": "Purchasing"}],
    "held": "40",
    "given_back": "0",
    "more": "8",
}
_OTHER = {
    "order": "SO20261118-0027",
    "line_no": 3,
    "product": "02.DBS.30T",
    "pieces": "-8",
    "promised": "2026-12-08",
    "arrival": "2026-12-09",
    "days": 1,
}
_ALTERNATIVE = {
    "key": "SPLIT",
    "kind": "SPLIT",
    "label": "In dated parts",
    "arrival": "2026-12-10",
    "behind": 2,
    "share": "0.8333",
    "amount": "292968.00",
    "delta": "6488.00",
    "broken": 0,
    "products": [],
    "items": [{"path": "lines.2.quantity", "action": "MODIFY", "value": "48"}],
}
EXAMPLES: dict[str, Any] = {
    "ChangeAdoptRequest": {"key": "SPLIT"},
    "ChangeSignature": {
        "id": 12,
        "what": "APPROVAL",
        "by": "李明",
        "at": "2026-11-20T02:40:00Z",
        "content_hash": "9a0364b9e99bb480dd25e1f0284c8555ac3a6f7ce6d1ad0e0b2f8e0f5a1d1b7e",
        "facts": "5d41402abc4b2a76b9719d911017c592ae2f1c7e5d41402abc4b2a76b9719d91",
        "made_at": "2026-11-20T02:15:00Z",
    },
    "ChangeImpact": {
        "facts": "5d41402abc4b2a76b9719d911017c592ae2f1c7e5d41402abc4b2a76b9719d91",
        "made_at": "2026-11-20T02:15:00Z",
        "is_live": True,
        "problem": "",
        "money": {
            "currency": "CNY",
            "total": _PAIR,
            "tax": {"before": "32957.88", "after": "33704.28"},
            "net": {"before": "253522.12", "after": "259263.72"},
            "due": _PAIR,
            "advance": {"before": "0.00", "after": "1946.40"},
            "overpaid": "0.00",
            "margin": None,
            "plan": [
                {
                    "sequence": 1,
                    "percent": "30.00",
                    "is_advance": True,
                    "before": "85944.00",
                    "after": "87890.40",
                    "received": "85944.00",
                    "due_date": "2026-11-20",
                }
            ],
            "billed": [],
            "shares": [],
            "moved": [],
        },
        "credit": {
            "result_before": "OK",
            "result_after": "OK",
            "exposure": {"before": "788000.00", "after": "794488.00"},
            "limit": "1000000.00",
            "headroom": "205512.00",
            "code": "",
        },
        "promised": "2026-12-08",
        "arrival": "2026-12-10",
        "departments": [
            {
                "kind": "PRODUCTION",
                "label": "Production",
                "verdict": "CONDITIONS",
                "is_owed": False,
                "days": 2,
                "amount": "-1860.00",
                "broken": 0,
                "moves": [],
                "conditions": "加班一个周末",
                "by": "赵海",
            }
        ],
        "total": {
            "days": 2,
            "amount": "4628.00",
            "broken": 1,
            "tasks_moved": 0,
            "tasks_added": 0,
            "tasks_dropped": 0,
        },
        "lines": [_LINE],
        "broken": [_OTHER],
        "gaining": [],
        "documents": [{"kind": "NOTICE", "number": "OB20261120-0004", "line_nos": [2]}],
        "has_tasks": False,
        "tasks": [],
        "hints": [],
        "alternatives": [_ALTERNATIVE],
    },
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register(EXAMPLES)
