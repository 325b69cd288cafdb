"""Reference rows of this app: one warehouse to begin with."""

from datetime import datetime

from django.utils.translation import gettext_noop as _

from common.reference import seeders, ship_names
from products.stock.models import Warehouse

MAIN = _("Main warehouse")


def seed_warehouse(at: datetime) -> None:
    """A default warehouse where there is none at all."""
    if not Warehouse.objects.exists():
        Warehouse.objects.create(code="WH01", name=MAIN, is_default=True)


def register() -> None:
    """Called once from ``ProductsConfig.ready``."""
    ship_names([MAIN])
    seeders.register("products.warehouses", seed_warehouse)
