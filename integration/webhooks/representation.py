"""Webhooks as plain dictionaries for API answers."""

from typing import Any

from integration.webhooks.models import WebhookAttempt, WebhookEndpoint

_SHOWN = (
    *("id", "name", "url", "kinds", "subject", "state", "position", "failures", "due_at", "last_taken_at"),
    *("last_error", "old_secret_until", "version"),
)
_TRIED = (
    *("id", "trigger", "kind", "position", "event_id", "subject_number", "asked_at", "tried_at", "number"),
    *("is_taken", "status", "reason", "ms", "answer"),
)


def endpoint(row: WebhookEndpoint, behind: int) -> dict[str, Any]:
    """A webhook (``WebhookSerializer``)."""
    return {**{name: getattr(row, name) for name in _SHOWN}, "reader": row.reader.username, "behind": behind}


def attempt(row: WebhookAttempt) -> dict[str, Any]:
    """Something that was sent (``WebhookAttemptSerializer``)."""
    return {name: getattr(row, name) for name in _TRIED}
