"""What this room declares: its place in the navigation, its files and examples."""

from django.utils.translation import gettext_lazy as _

from common.navigation import NavEntry, navigation
from orders.listing.past import examples, exporting, queries
from orders.listing.past.owed import examples as owed_examples
from orders.listing.past.owed import exporting as owed_exporting


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register()
    exporting.register()
    owed_examples.register()
    owed_exporting.register()
    navigation.register(
        "past-orders",
        NavEntry("analysis", _("Orders as of a day"), "clock-history", "orders:past-orders", queries.VIEW, order=57),
    )
