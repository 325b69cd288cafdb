from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# each has a register() that declares what lower floors and rooms ask for: verbs, settings, answers
WIRING = (
    "orders.rights",
    "orders.order.examples",
    "orders.examples",
    "orders.fulfilment.rights",
    "orders.settlement.rights",
    "orders.closure.tolerances",
    "orders.order.wiring",
    "orders.approval.wiring",
    "orders.completeness.wiring",
    "orders.pricing.wiring",
    "orders.pricing.examples",
    "orders.pricing.imports",
    "orders.priority.wiring",
    "orders.priority.examples",
    "orders.printing.wiring",
    "orders.printing.examples",
    "orders.entry.wiring",
    "orders.credit.wiring",
    "orders.promise.wiring",
    "orders.settlement.wiring",
    "orders.fulfilment.wiring",
    "orders.fulfilment.ship_dates.wiring",
    "orders.lifecycle.wiring",
    "orders.intake.imports.rights",
    "orders.panels.wiring",
    "orders.listing.wiring",
    "orders.lines.wiring",
    "orders.fulfilment.exporting",
    "orders.fulfilment.ship_dates.exporting",
    "orders.settlement.exporting",
    "orders.listing.exporting",
    "orders.pricing.exporting",
)


class OrdersConfig(AppConfig):
    """The heart: rooms for the order itself, approval, credit, promise, fulfilment, settlement, closure."""

    name = "orders"
    verbose_name = _("Orders")

    def ready(self):
        for name in WIRING:
            import_module(name).register()
