from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# each has a register() that declares what lower floors and rooms ask for: verbs, settings, answers
WIRING = (
    "orders.rights",
    "orders.order.examples",
    "orders.examples",
    "orders.fulfilment.rights",
    "orders.invoicing.rights",
    "orders.settlement.rights",
    "orders.quotation.rights",
    "orders.credit.special.rights",
    "orders.agreements.rights",
    "orders.closure.tolerances",
    "orders.order.wiring",
    "orders.checking.rights",
    "orders.checking.wiring",
    "orders.approval.wiring",
    "orders.approval.examples",
    "orders.completeness.wiring",
    "orders.pricing.wiring",
    "orders.pricing.examples",
    "orders.pricing.imports",
    "orders.priority.wiring",
    "orders.priority.examples",
    "orders.printing.wiring",
    "orders.printing.examples",
    "orders.doubts.rights",
    "orders.doubts.wiring",
    "orders.doubts.examples",
    "orders.doubts.exporting",
    "orders.validity.wiring",
    "orders.agreements.wiring",
    "orders.agreements.examples",
    "orders.entry.wiring",
    "orders.entry.examples",
    "orders.quotation.wiring",
    "orders.quotation.examples",
    "orders.credit.wiring",
    "orders.promise.wiring",
    "orders.credit_desk.wiring",
    "orders.promise.imports",
    "orders.promise.allocation.wiring",
    "orders.promise.examples",
    "orders.settlement.wiring",
    "orders.settlement.dues.wiring",
    "orders.settlement.banking.wiring",
    "orders.fulfilment.wiring",
    "orders.fulfilment.ship_dates.wiring",
    "orders.fulfilment.transit.wiring",
    "orders.fulfilment.dispatch.wiring",
    "orders.fulfilment.packing.wiring",
    "orders.fulfilment.numbers.wiring",
    "orders.returns.rights",
    "orders.returns.wiring",
    "orders.invoicing.wiring",
    "orders.returns.examples",
    "orders.exceptions.rights",
    "orders.exceptions.wiring",
    "orders.exceptions.examples",
    "orders.lifecycle.wiring",
    "orders.service.rights",
    "orders.service.wiring",
    "orders.intake.imports.rights",
    "orders.intake.pool.rights",
    "orders.intake.pool.wiring",
    "orders.intake.pool.examples",
    "orders.intake.pool.exporting",
    "orders.intake.mailbox.wiring",
    "orders.panels.wiring",
    "orders.listing.wiring",
    "orders.lines.wiring",
    "orders.cockpit.wiring",
    "orders.closure.remainders.wiring",
    "orders.cockpit.examples",
    "orders.fulfilment.exporting",
    "orders.fulfilment.ship_dates.exporting",
    "orders.returns.exporting",
    "orders.exceptions.exporting",
    "orders.settlement.exporting",
    "orders.listing.exporting",
    "orders.pricing.exporting",
    "orders.quotation.exporting",
    "orders.agreements.exporting",
)


class OrdersConfig(AppConfig):
    """The heart: rooms for the order itself, approval, credit, promise, fulfilment, settlement, closure."""

    name = "orders"
    verbose_name = _("Orders")

    def ready(self):
        for name in WIRING:
            import_module(name).register()
