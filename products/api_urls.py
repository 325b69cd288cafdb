"""API addresses of this app."""

from rest_framework.routers import SimpleRouter

from products.api import (
    CategoryViewSet,
    ProductDuplicateViewSet,
    ProductViewSet,
    StockViewSet,
    WarehouseViewSet,
)
from products.buying.api import PurchasePriceViewSet
from products.kits.api import KitViewSet
from products.pricing.api import PriceListViewSet
from products.promotions.api import PromotionViewSet
from products.stock.levels.api import ReplenishmentViewSet
from products.stock.papers.api import StockPaperViewSet
from products.stock.past.api import PastStockViewSet
from products.stock.supply.api import PlannedReceiptViewSet

router = SimpleRouter()
router.register("products", ProductViewSet, basename="api-product")
router.register("product-duplicates", ProductDuplicateViewSet, basename="api-product-duplicate")
router.register("stock", StockViewSet, basename="api-stock")
router.register("past-stock", PastStockViewSet, basename="api-past-stock")
router.register("replenishment", ReplenishmentViewSet, basename="api-replenishment")
router.register("kits", KitViewSet, basename="api-kit")
router.register("stock-papers", StockPaperViewSet, basename="api-stock-paper")
router.register("planned-receipts", PlannedReceiptViewSet, basename="api-planned-receipt")
router.register("product-categories", CategoryViewSet, basename="api-category")
router.register("price-lists", PriceListViewSet, basename="api-price-list")
router.register("purchase-prices", PurchasePriceViewSet, basename="api-purchase-price")
router.register("promotions", PromotionViewSet, basename="api-promotion")
router.register("warehouses", WarehouseViewSet, basename="api-warehouse")
urlpatterns = router.urls
