"""How far a delivery may pass or miss the ordered quantity and still be the delivery (SEMANTICS 3)."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from common import settings

OVER = "orders.over_delivery_percent"
UNDER = "orders.under_delivery_percent"
_PERCENT = settings.Bounds(0, 100, places=2)


def register() -> None:
    """Declare the two company settings; called once when the app is ready."""
    settings.definitions.register(
        OVER,
        settings.Definition(
            "0", _("A delivery may exceed the ordered quantity by this percentage"), "orders", bounds=_PERCENT
        ),
    )
    settings.definitions.register(
        UNDER,
        settings.Definition(
            "0",
            _("A line counts as completely delivered when at most this percentage is missing"),
            "orders",
            bounds=_PERCENT,
        ),
    )


def over() -> Decimal:
    """Allowed over-delivery as a fraction of the ordered quantity (0.05 for 5 %), never below zero."""
    return _fraction(OVER)


def under() -> Decimal:
    """Allowed under-delivery as a fraction of the ordered quantity, never below zero."""
    return _fraction(UNDER)


def _fraction(key: str) -> Decimal:
    return max(Decimal(0), Decimal(str(settings.get(key)))) / 100
