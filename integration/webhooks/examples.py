"""Examples of webhooks in the OpenAPI document."""

from typing import Any

from common.api import examples

_GIVEN: dict[str, Any] = {
    "name": "ERP",
    "url": "https://erp.example.com/hooks/orders",
    "kinds": ["order.*", "invoice.issued"],
    "subject": "",
}
_WEBHOOK: dict[str, Any] = {
    "id": 3,
    **_GIVEN,
    "reader": "erp",
    "state": "ACTIVE",
    "position": 48211,
    "behind": 0,
    "failures": 0,
    "due_at": None,
    "last_taken_at": "2026-11-23T01:00:02Z",
    "last_error": "",
    "old_secret_until": None,
    "version": 1,
}
EXAMPLES: dict[str, Any] = {
    "Webhook": _WEBHOOK,
    "WebhookSecret": {**_WEBHOOK, "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="},
    "WebhookInputRequest": _GIVEN,
    "PatchedWebhookChangeRequest": {"kinds": ["order.*"]},
    "RotateInputRequest": {"hours": 24},
    "ResumeInputRequest": {"from_now": False},
    "PlaceInputRequest": {"position": 48000},
    "ResendInputRequest": {"attempt": 9120},
    "WebhookAttempt": {
        "id": 9120,
        "trigger": "FEED",
        "kind": "order.effective",
        "position": 48211,
        "event_id": 48307,
        "subject_number": "SO20261018-0002",
        "asked_at": "2026-11-23T01:00:02Z",
        "tried_at": "2026-11-23T01:00:02Z",
        "number": 1,
        "is_taken": True,
        "status": 204,
        "reason": "",
        "ms": 38,
        "answer": "",
    },
}


def register() -> None:
    """Called once from this room's wiring."""
    examples.register(EXAMPLES)
