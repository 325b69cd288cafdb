"""What this room declares: how long an order may be, and how old when it is entered."""

from django.utils.translation import gettext_lazy as _

from accounts.trail.labels import event_labels
from common import settings
from customers.cleaning import registry as customers
from orders.entry import grid, header
from orders.entry.repeated import merging

_EVENTS = {
    "order_template.saved": _("Order kept as a template"),
    "order_template.removed": _("Order template removed"),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    customers.mergers.register("orders.templates", customers.Merger(merging.move, merging.count))
    for kind, label in _EVENTS.items():
        event_labels.register(kind, label)
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
