"""API addresses of this app."""

from rest_framework.routers import SimpleRouter

from customers.api import CurrencyViewSet, CustomerDuplicateViewSet, CustomerViewSet

router = SimpleRouter()
router.register("customers", CustomerViewSet, basename="api-customer")
router.register("customer-duplicates", CustomerDuplicateViewSet, basename="api-customer-duplicate")
router.register("currencies", CurrencyViewSet, basename="api-currency")
urlpatterns = router.urls
