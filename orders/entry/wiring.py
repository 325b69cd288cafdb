"""What this room declares: how long an order may be."""

from django.utils.translation import gettext_lazy as _

from common import settings
from orders.entry import grid


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    settings.definitions.register(grid.MAX_LINES, settings.Definition(500, _("Most lines an order may have"), "orders"))
