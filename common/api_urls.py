"""API addresses of this app."""

from rest_framework.routers import SimpleRouter

from common.api.bulk import BulkViewSet

router = SimpleRouter()
router.register("bulk", BulkViewSet, basename="api-bulk")
urlpatterns = router.urls
