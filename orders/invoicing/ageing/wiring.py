"""What this room declares: examples, the file, its menu entry."""

from django.utils.translation import gettext_lazy as _

from common.navigation import NavEntry, navigation
from orders.invoicing.ageing import examples, exporting
from orders.invoicing.rights import VIEW


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register()
    exporting.register()
    navigation.register(
        "invoice-ageing",
        NavEntry(
            group="money",
            label=_("Ageing of invoices"),
            icon="hourglass-split",
            url_name="orders:invoice-ageing",
            verb=VIEW,
            order=64,
        ),
    )
