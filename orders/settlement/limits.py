"""How much of what a customer owes may be let go without more ado (SEMANTICS 12): settings, and the rule."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from common import settings
from common.money import round2
from orders.settlement.models import Receipt

Kind = Receipt.Kind
_DIFFERENCE, _CHARGE = "settlement.difference_limit", "settlement.charge_limit"
_DISCOUNT = "settlement.discount_percent"
_SETTINGS = (
    (_DIFFERENCE, "10", _("Most that is written off of an order as small differences (company's currency)"), 10_000),
    (_CHARGE, "200", _("Most that is written off of an order as bank charges (company's currency)"), 100_000),
    (_DISCOUNT, "2", _("Most that is granted on an order for early payment, in percent"), 100),
)


def register() -> None:
    """Declare the settings; called once from this room's wiring."""
    for key, default, words, most in _SETTINGS:
        settings.definitions.register(
            key, settings.Definition(default, words, "orders", bounds=settings.Bounds(0, most, places=2))
        )


def most(kind: str, order: Any) -> Decimal:
    """How much of an order may be let go in this way in all, in the order's currency."""
    if kind == Kind.DISCOUNT:
        return round2(order.due_amount * Decimal(settings.get(_DISCOUNT)) / 100)
    limit = Decimal(settings.get(_CHARGE if kind == Kind.CHARGE else _DIFFERENCE))
    return round2(limit / order.exchange_rate)
