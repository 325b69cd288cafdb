from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    """The heart: rooms for the order itself, approval, credit, promise, fulfilment, settlement, closure."""

    name = "orders"
    verbose_name = _("Orders")
