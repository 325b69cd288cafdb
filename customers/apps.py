from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    """Customer archive, contacts, addresses, carriers, payment terms, credit limits."""

    name = "customers"
    verbose_name = _("Customers")

    def ready(self):
        from customers import imports, reference, rights

        rights.register()
        reference.register()
        imports.register()
