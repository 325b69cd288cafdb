"""What this room declares: how long an order may be, and how old when it is entered."""

from django.utils.translation import gettext_lazy as _

from common import settings
from orders.entry import grid, header


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    settings.definitions.register(grid.MAX_LINES, settings.Definition(500, _("Most lines an order may have"), "orders"))
    settings.definitions.register(
        header.BACK_DAYS,
        settings.Definition(366, _("How many days ago a newly entered order may be dated"), "orders"),
    )
