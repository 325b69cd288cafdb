"""API addresses of this app."""

from rest_framework.routers import SimpleRouter

from products.api import ProductViewSet, StockViewSet

router = SimpleRouter()
router.register("products", ProductViewSet, basename="api-product")
router.register("stock", StockViewSet, basename="api-stock")
urlpatterns = router.urls
