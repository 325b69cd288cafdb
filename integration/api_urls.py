"""The API of integration: each room brings its own part."""

from typing import Any

from rest_framework.routers import SimpleRouter

from integration.feed.api import EventKindViewSet, EventViewSet
from integration.webhooks.api import WebhookAttemptViewSet, WebhookViewSet

router = SimpleRouter()
router.register("events", EventViewSet, basename="api-event")
router.register("event-kinds", EventKindViewSet, basename="api-event-kind")
router.register("webhooks", WebhookViewSet, basename="api-webhook")
_LOG = r"webhooks/(?P<endpoint_id>\d{1,18})/attempts"
router.register(_LOG, WebhookAttemptViewSet, basename="api-webhook-attempt")
urlpatterns: list[Any] = [*router.urls]
