from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProductsConfig(AppConfig):
    """Catalogue, suppliers, stock rows and movements."""

    name = "products"
    verbose_name = _("Products and stock")
