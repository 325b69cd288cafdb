"""Whether goods may be invoiced before they are delivered: a setting that invoices and deliveries both ask."""

from django.utils.translation import gettext_lazy as _

from common import settings

KEY = "invoicing.in_advance"


def register() -> None:
    """Declare the setting; called once from the wiring of this room."""
    settings.definitions.register(
        KEY, settings.Definition(False, _("Goods may be invoiced before they are delivered"), "orders")
    )


def may_be_invoiced() -> bool:
    """Whether pieces may be invoiced that were not delivered."""
    return bool(settings.get(KEY))
