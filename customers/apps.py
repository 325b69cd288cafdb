from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# each has a register() that declares what lower floors ask for
WIRING = (
    "customers.rights",
    "customers.reference",
    "customers.imports",
    "customers.examples",
    "customers.codes",
    "customers.classes",
    "customers.wiring",
    "customers.credit.wiring",
    "customers.disclosures.wiring",
    "customers.privacy.wiring",
    "customers.retention.wiring",
    "customers.exporting",
)


class CustomersConfig(AppConfig):
    """Customer archive, contacts, addresses, carriers, payment terms, credit limits."""

    name = "customers"
    verbose_name = _("Customers")

    def ready(self):
        for name in WIRING:
            import_module(name).register()
