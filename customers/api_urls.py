"""API addresses of this app."""

from rest_framework.routers import SimpleRouter

from customers.api import CustomerViewSet

router = SimpleRouter()
router.register("customers", CustomerViewSet, basename="api-customer")
urlpatterns = router.urls
