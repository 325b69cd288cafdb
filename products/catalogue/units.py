"""Units: what is counted comes whole, what is measured in parts of four decimals."""

import unicodedata
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import settings
from common.errors import Text

MEASURED = "products.measured_units"
_MEASURED = ["kg", "g", "t", "m", "cm", "mm", "m2", "m²", "m3", "m³", "l", "ml", "h"]
_MEASURED += ["公斤", "千克", "克", "吨", "斤", "米", "厘米", "毫米", "平方米", "立方米", "升", "毫升", "小时"]


def measured() -> list[str]:
    """The units that are measured, folded as ``fold`` does."""
    return [fold(unit) for unit in settings.get(MEASURED)]


def fold(unit: str) -> str:
    """A unit without differences of width and case."""
    return unicodedata.normalize("NFKC", unit).strip().lower()


def is_whole(unit: str) -> bool:
    """Whether the unit is counted (台, 件, 套, pcs): there is no half of it."""
    return fold(unit) not in measured()


def fault(unit: str, quantity: Decimal) -> Text | None:
    """What is wrong with so many of a unit, in words; None when nothing is."""
    if quantity == quantity.to_integral_value() or not is_whole(unit):
        return None
    return _("“%(unit)s” is counted: enter a whole number.") % {"unit": unit}


def register() -> None:
    """Called once from ``products.wiring``."""
    text = gettext_lazy("Units that are measured, in parts of up to four decimals; all others are counted in whole")
    settings.definitions.register(MEASURED, settings.Definition(_MEASURED, text, "orders"))
