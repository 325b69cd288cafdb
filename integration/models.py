"""The models of integration, room by room."""

from integration.feed.models import FeedReader
from integration.webhooks.models import WebhookAttempt, WebhookEndpoint

__all__ = ["FeedReader", "WebhookAttempt", "WebhookEndpoint"]
