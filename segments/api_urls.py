"""API addresses of this app."""

from rest_framework.routers import SimpleRouter

from segments.api import ConditionFieldViewSet, ConditionViewSet, SegmentViewSet
from segments.classification.api import ClassificationViewSet

router = SimpleRouter()
router.register("segments", SegmentViewSet, basename="api-segment")
router.register("conditions", ConditionViewSet, basename="api-condition")
router.register("condition-fields", ConditionFieldViewSet, basename="api-condition-field")
router.register("classification", ClassificationViewSet, basename="api-classification")
urlpatterns = router.urls
