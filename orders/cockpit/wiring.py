"""What this room declares: settings, and its place in the navigation."""

from django.utils.translation import gettext_lazy as _

from common import settings
from common.navigation import NavEntry, navigation
from orders.cockpit import obstacles, silence


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    for key, value, words, bounds in (
        (obstacles.UNSIGNED_DAYS, "3", _("Goods count as unsigned this many days after they left"), (0, 365)),
        (obstacles.UNINVOICED_DAYS, "7", _("Goods count as not invoiced this many days after they left"), (0, 365)),
        (silence.SILENT_DAYS, "14", _("An order is silent after this many days, its usual rhythm unknown"), (1, 365)),
    ):
        settings.definitions.register(key, settings.Definition(value, words, "orders", bounds=settings.Bounds(*bounds)))
    navigation.register(
        "cockpit",
        NavEntry(
            "orders", _("Standing still"), "stop-circle", "orders:cockpit", verb="order.view", order=31, keys="g x"
        ),
    )
