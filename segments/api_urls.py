"""API addresses of this app."""

from rest_framework.routers import SimpleRouter

from segments.api import ConditionFieldViewSet, ConditionViewSet, SegmentViewSet

router = SimpleRouter()
router.register("segments", SegmentViewSet, basename="api-segment")
router.register("conditions", ConditionViewSet, basename="api-condition")
router.register("condition-fields", ConditionFieldViewSet, basename="api-condition-field")
urlpatterns = router.urls
