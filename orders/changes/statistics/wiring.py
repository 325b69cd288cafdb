"""What this room declares: its place in the navigation, its file and example."""

from django.utils.translation import gettext_lazy as _

from common.api import examples
from common.navigation import NavEntry, navigation
from orders.changes.statistics import exporting, queries

_FIGURES = {
    "key": "G_SUPPLIER",
    "label": "Supplier delivers late",
    "number": 12,
    "open": 2,
    "effective": 8,
    "rejected": 1,
    "dropped": 1,
    "days": 41,
    "broken": 3,
    "plus": "0.00",
    "minus": "-12800.00",
    "extra_cost": "3600.00",
    "currency": "CNY",
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register({"ChangeFigures": _FIGURES})
    exporting.register()
    navigation.register(
        "change-statistics",
        NavEntry(
            "analysis",
            _("Statistics of changes"),
            "bar-chart",
            "orders:change-statistics",
            queries.VIEW,
            order=59,
        ),
    )
