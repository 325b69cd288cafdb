"""Examples of sessions for the API's document."""

from common.api import examples


def register() -> None:
    """Called once from ``AccountsConfig.ready``."""
    examples.register(
        {
            "Session": {
                "id": 512,
                "person": "wang.min",
                "device": "Chrome on Windows",
                "address": "203.0.113.7",
                "started_at": "2026-11-20T00:58:00Z",
                "seen_at": "2026-11-20T02:15:00Z",
            }
        }
    )
