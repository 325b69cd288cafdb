"""What of an order is worth a second look though nothing forbids it (SEMANTICS 4): found while people type, kept
with the order at submission, shown to whoever decides. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.money import ONE, TaxMode
from orders.order.models import Order, OrderLine
from orders.order.states import PriceSource

FAR = timedelta(days=730)  # a day further off is mostly a slip of the keyboard


class Kind(models.TextChoices):
    """The kinds of risk, with their words; %(figure)s and %(unit)s are those of the risk."""

    BELOW_FLOOR = "below_floor", _("Below the floor price.")
    BELOW_COST = "below_cost", _("Below cost.")
    PACK_MULTIPLE = "pack_multiple", _("Sold in multiples of %(figure)s %(unit)s.")
    BELOW_MINIMUM = "below_minimum", _("The smallest order is %(figure)s %(unit)s.")
    DAY_PAST = "day_past", _("Requested for a day before the order: %(figure)s.")
    DAY_FAR = "day_far", _("Requested for a day far off: %(figure)s.")

    @property
    def short(self) -> str | Promise:
        """Two or three words, for a flag."""
        return _SHORT[self]


_SHORT = {
    Kind.BELOW_FLOOR: _("below floor"),
    Kind.BELOW_COST: _("below cost"),
    Kind.PACK_MULTIPLE: _("no whole packs"),
    Kind.BELOW_MINIMUM: _("too few"),
    Kind.DAY_PAST: _("day past"),
    Kind.DAY_FAR: _("day far off"),
}
_COLUMNS = {
    Kind.BELOW_FLOOR: "price",
    Kind.BELOW_COST: "price",
    Kind.PACK_MULTIPLE: "quantity",
    Kind.BELOW_MINIMUM: "quantity",
    Kind.DAY_PAST: "requested_date",
    Kind.DAY_FAR: "requested_date",
}


@dataclass(frozen=True)
class Risk:
    """A line that breaks a rule of thumb: ``kind`` is one of ``Kind``, ``figure`` the bound or day in words."""

    line_no: int
    kind: str
    figure: str = ""
    unit: str = ""

    @property
    def column(self) -> str:
        """The column of the line that it is about."""
        return _COLUMNS[Kind(self.kind)]

    @property
    def text(self) -> str | Promise:
        """What it is, in words."""
        return Kind(self.kind).label % {"figure": self.figure, "unit": self.unit}


def read(kept: Iterable[Mapping[str, Any]] | None) -> list[Risk]:
    """The risks that were kept with an order."""
    return [Risk(**one) for one in kept or ()]


def find(order: Order, lines: Iterable[OrderLine], on: date) -> list[Risk]:
    """Everything about the lines of an order that is worth a look on the day ``on``. Each line's ``product`` must
    be at hand. Who may know of it is for ``policies.hidden_risks`` to say."""
    return [risk for line in lines for risk in _of_line(order, line, on)]


def _of_line(order: Order, line: OrderLine, on: date) -> Iterable[Risk]:
    product, number = line.product, line.line_no
    follows = line.price_source == PriceSource.GIFT  # its quantity is nobody's choice
    if not follows and line.ordered % product.pack_multiple:
        yield Risk(number, Kind.PACK_MULTIPLE.value, _plain(product.pack_multiple), line.unit)
    if not follows and line.ordered < product.minimum_quantity:
        yield Risk(number, Kind.BELOW_MINIMUM.value, _plain(product.minimum_quantity), line.unit)
    if not line.is_gift:
        taxed = taxed_price(order, line)
        if product.floor_price is not None and taxed < product.floor_price:
            yield Risk(number, Kind.BELOW_FLOOR.value)
        if taxed / (ONE + line.tax_rate) < line.unit_cost:
            yield Risk(number, Kind.BELOW_COST.value)
    day = line.requested_date or order.requested_date
    if day is not None and not on <= day <= on + FAR:
        yield Risk(number, (Kind.DAY_PAST if day < on else Kind.DAY_FAR).value, day.isoformat())


def taxed_price(order: Order, line: OrderLine) -> Decimal:
    """The price after discount in the company's currency, tax included: what floor prices compare with."""
    price = line.price * (ONE - line.discount) * order.exchange_rate
    return price * (ONE + line.tax_rate) if order.tax_mode == TaxMode.EXCLUSIVE else price


def _plain(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}"
