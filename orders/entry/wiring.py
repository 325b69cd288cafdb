"""What this room declares: how long an order may be, and how old when it is entered."""

from django.utils.translation import gettext_lazy as _

from common import settings
from orders.entry import grid, header


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    # a form takes 20,000 fields, which is what the grid sends for 500 lines
    settings.definitions.register(
        grid.MAX_LINES,
        settings.Definition(500, _("Most lines an order may have"), "orders", bounds=settings.Bounds(1, 500)),
    )
    settings.definitions.register(
        header.BACK_DAYS,
        settings.Definition(
            366,
            _("How many days ago a newly entered order may be dated"),
            "orders",
            bounds=settings.Bounds(0, 3660),
        ),
    )
