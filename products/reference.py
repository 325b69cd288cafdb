"""Reference rows of this app: one warehouse to begin with."""

from datetime import datetime

from common.reference import seeders
from products.stock.models import Warehouse


def seed_warehouse(at: datetime) -> None:
    """A default warehouse where there is none at all."""
    if not Warehouse.objects.exists():
        Warehouse.objects.create(code="WH01", name="主仓库", is_default=True)


def register() -> None:
    """Called once from ``ProductsConfig.ready``."""
    seeders.register("products.warehouses", seed_warehouse)
