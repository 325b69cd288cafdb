"""The REST doors of the catalogue and of stock."""

from products.api.catalogue import ProductViewSet
from products.api.duplicates import ProductDuplicateViewSet
from products.api.masters import CategoryViewSet, WarehouseViewSet
from products.api.stock import StockViewSet

__all__ = ["CategoryViewSet", "ProductDuplicateViewSet", "ProductViewSet", "StockViewSet", "WarehouseViewSet"]
