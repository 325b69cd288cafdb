"""The API of integration: each room brings its own part."""

from typing import Any

from rest_framework.routers import SimpleRouter

from integration.feed.api import EventKindViewSet, EventViewSet

router = SimpleRouter()
router.register("events", EventViewSet, basename="api-event")
router.register("event-kinds", EventKindViewSet, basename="api-event-kind")
urlpatterns: list[Any] = [*router.urls]
