"""API addresses of this app."""

from rest_framework.routers import SimpleRouter

from segments.api import ConditionFieldViewSet, ConditionViewSet, SegmentViewSet
from segments.classification.api import ClassificationViewSet
from segments.custom_fields.api import CustomFieldViewSet

router = SimpleRouter()
router.register("segments", SegmentViewSet, basename="api-segment")
router.register("conditions", ConditionViewSet, basename="api-condition")
router.register("condition-fields", ConditionFieldViewSet, basename="api-condition-field")
router.register("classification", ClassificationViewSet, basename="api-classification")
router.register("custom-fields", CustomFieldViewSet, basename="api-custom-field")
urlpatterns = router.urls
