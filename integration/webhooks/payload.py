"""What a receiver is sent: an event as the feed tells it, in the envelope of Standard Webhooks. Pure."""

import json
from datetime import UTC, datetime
from typing import Any

from integration.feed import representation
from integration.feed.queries import Entry

TEST_KIND = "webhook.test"


def of_event(entry: Entry) -> tuple[str, bytes]:
    """Number and body of a message about an event: the same each time that it is sent."""
    data = representation.event(entry)
    return f"evt_{entry.id}", _json({"type": entry.kind, "timestamp": entry.at, "data": data})


def of_test(attempt_id: int, *, name: str, at: datetime) -> tuple[str, bytes]:
    """Number and body of a message that is about nothing."""
    return f"test_{attempt_id}", _json({"type": TEST_KIND, "timestamp": at, "data": {"endpoint": name}})


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain).encode()


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return str(value)
