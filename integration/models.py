"""The models of integration, room by room."""

from integration.webhooks.models import WebhookAttempt, WebhookEndpoint

__all__ = ["WebhookAttempt", "WebhookEndpoint"]
