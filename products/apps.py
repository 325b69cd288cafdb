from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# each has a register() that declares what lower floors ask for
WIRING = (
    "products.rights",
    "products.reference",
    "products.promotions.reference",
    "products.imports",
    "products.stock.invariants",
    "products.catalogue.classes",
    "products.examples",
    "products.wiring",
    "products.exporting",
    "products.pricing.exporting",
    "products.pricing.examples",
    "products.promotions.exporting",
    "products.promotions.examples",
    "products.catalogue.exporting",
    "products.kits.examples",
    "products.buying.exporting",
    "products.buying.examples",
    "products.stock.levels.exporting",
    "products.stock.levels.examples",
    "products.stock.past.wiring",
    "products.stock.papers.exporting",
    "products.stock.papers.examples",
    "products.stock.supply.exporting",
    "products.stock.supply.examples",
)


class ProductsConfig(AppConfig):
    """Catalogue, suppliers, stock rows and movements."""

    name = "products"
    verbose_name = _("Products and stock")

    def ready(self):
        for name in WIRING:
            import_module(name).register()
