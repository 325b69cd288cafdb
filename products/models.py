"""Re-exports the models of this app's rooms, for Django's registry."""

from products.buying.models import PurchasePrice
from products.catalogue.models import (
    Product,
    ProductCategory,
    ProductRisk,
    ProductText,
    ProductTextPeriod,
    Substitute,
    Supplier,
)
from products.kits.models import Kit, KitComponent
from products.pricing.models import ListPrice, PriceList
from products.promotions.models import Promotion, PromotionProduct
from products.stock.levels.models import StockLevel
from products.stock.models import StockMovement, StockRow, Warehouse
from products.stock.papers.models import StockPaper, StockPaperLine
from products.stock.supply.models import PlannedMove, PlannedReceipt

__all__ = [
    "Kit",
    "KitComponent",
    "ListPrice",
    "PlannedMove",
    "PlannedReceipt",
    "PriceList",
    "Product",
    "ProductCategory",
    "ProductRisk",
    "ProductText",
    "ProductTextPeriod",
    "Promotion",
    "PromotionProduct",
    "PurchasePrice",
    "StockLevel",
    "StockMovement",
    "StockPaper",
    "StockPaperLine",
    "StockRow",
    "Substitute",
    "Supplier",
    "Warehouse",
]
