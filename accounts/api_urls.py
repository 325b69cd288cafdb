"""API addresses of this app."""

from rest_framework.routers import SimpleRouter

from accounts.exports.api import ExportViewSet

router = SimpleRouter()
router.register("exports", ExportViewSet, basename="api-export")
urlpatterns = router.urls
