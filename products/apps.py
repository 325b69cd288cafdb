from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProductsConfig(AppConfig):
    """Catalogue, suppliers, stock rows and movements."""

    name = "products"
    verbose_name = _("Products and stock")

    def ready(self):
        from products import imports, reference, rights
        from products.stock import invariants

        rights.register()
        reference.register()
        imports.register()
        invariants.register()
