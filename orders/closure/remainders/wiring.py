"""What this room declares: its place in the navigation and its example."""

from django.utils.translation import gettext_lazy as _

from common.api import examples
from common.navigation import NavEntry, navigation

_REMAINDER = {
    "reason": "CUSTOMER",
    "orders": 3,
    "lines": 4,
    "pieces": [{"quantity": "12", "unit": "台"}],
    "amount": "38400.00",
    "currency": "CNY",
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register({"Remainder": _REMAINDER})
    navigation.register(
        "remainders",
        NavEntry("analysis", _("Remainders let go"), "scissors", "orders:remainders", "order.view", order=58),
    )
