"""How much more than the shipment's own freight a carrier may ask for without a word of explanation: a setting."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from common import settings

_KEY = "freight.tolerance_percent"


def register() -> None:
    """Declare it; called once from this room's wiring."""
    words = _("A carrier may bill this much more than the shipment's own freight without an explanation, in percent")
    settings.definitions.register(
        _KEY, settings.Definition("5", words, "orders", bounds=settings.Bounds(0, 100, places=2))
    )


def percent() -> Decimal:
    """The tolerance as it stands."""
    return Decimal(settings.get(_KEY))
