"""What stock as of a past moment declares: its place in the navigation, its file and example."""

from django.utils.translation import gettext_lazy as _

from common.api import examples
from common.navigation import NavEntry, navigation
from products.stock.past import exporting, queries

_ROW = {
    "at": "2026-11-15T23:59:59.999999+08:00",
    "product": "01.2.02.318-101",
    "product_name": "称重传感器",
    "warehouse": "WH01",
    "unit": "只",
    "on_hand": "480",
    "on_hand_today": "500",
}


def register() -> None:
    """Called once from ``ProductsConfig.ready``."""
    exporting.register()
    page = {"count": 1, "count_is_estimate": False, "next": None, "previous": None, "results": [_ROW]}
    examples.register({"PastStockPage": page})
    entry = NavEntry("stock", _("Stock as of a day"), "clock-history", "products:past-stock", queries.VIEW, order=28)
    navigation.register("past-stock", entry)
