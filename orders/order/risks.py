"""What of an order is worth a second look (R068, SEMANTICS 4): found while people type by the checks of
``orders.validity``, kept with the order at submission, shown to whoever decides. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.money import ONE, TaxMode
from orders.order.models import Order, OrderLine


class Kind(models.TextChoices):
    """The kinds of risk, with their words; %(figure)s and %(unit)s are those of the risk."""

    BELOW_FLOOR = "below_floor", _("Below the floor price.")
    BELOW_COST = "below_cost", _("Below cost.")
    PACK_MULTIPLE = "pack_multiple", _("Sold in multiples of %(figure)s %(unit)s.")
    BELOW_MINIMUM = "below_minimum", _("The smallest order is %(figure)s %(unit)s.")
    DAY_PAST = "day_past", _("Requested for a day before the order: %(figure)s.")
    DAY_FAR = "day_far", _("Requested for a day far off: %(figure)s.")
    OVER_CALL = "over_call", _("More than the frame agreement has left: %(figure)s %(unit)s over.")
    OVER_QUOTED = "over_quoted", _("More than was quoted: %(figure)s %(unit)s over.")
    OVER_REDUCED = "over_reduced", _("The quotation takes off %(figure)s for what is ordered of it, not more.")
    LEAD_TIME = "lead_time", _("Requested before the lead time is over: %(figure)s.")
    PRICE_OFF_LAST = "price_off_last", _("%(figure)s off what this customer paid last.")
    DISCOUNT_OVER = "discount_over", _("A discount of more than %(figure)s.")
    PO_KNOWN = "po_known", _("The customer's order number stands on %(figure)s already.")
    TERMS_OFF_GRADE = "terms_off_grade", _("These payment terms are not among those of the customer's credit grade.")
    NO_SECURITY = (
        "no_security",
        _("The customer's credit grade asks for a guarantee or an advance payment, and there is neither."),
    )
    CUSTOMER_BLOCKED = "customer_blocked", _("The customer is blocked: %(figure)s")
    CUSTOMER_INACTIVE = "customer_inactive", _("The customer is not in use any more")
    PRODUCT_INACTIVE = "product_inactive", _("%(figure)s is not sold any more")
    PRODUCT_RISK = "product_risk", _("%(figure)s is of high product risk: complaints, returns.")

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
    Kind.OVER_CALL: _("over the agreement"),
    Kind.OVER_QUOTED: _("more than quoted"),
    Kind.OVER_REDUCED: _("reduction over the quotation"),
    Kind.LEAD_TIME: _("too soon"),
    Kind.PRICE_OFF_LAST: _("unlike last price"),
    Kind.DISCOUNT_OVER: _("large discount"),
    Kind.PO_KNOWN: _("number known"),
    Kind.TERMS_OFF_GRADE: _("terms off the grade"),
    Kind.NO_SECURITY: _("no guarantee, no advance"),
    Kind.CUSTOMER_BLOCKED: _("customer blocked"),
    Kind.CUSTOMER_INACTIVE: _("customer out of use"),
    Kind.PRODUCT_INACTIVE: _("not sold any more"),
    Kind.PRODUCT_RISK: _("product risk"),
}
_COLUMNS = {
    Kind.BELOW_FLOOR: "price",
    Kind.BELOW_COST: "price",
    Kind.PACK_MULTIPLE: "quantity",
    Kind.BELOW_MINIMUM: "quantity",
    Kind.DAY_PAST: "requested_date",
    Kind.DAY_FAR: "requested_date",
    Kind.OVER_CALL: "quantity",
    Kind.OVER_QUOTED: "quantity",
    Kind.OVER_REDUCED: "reduction",
    Kind.LEAD_TIME: "requested_date",
    Kind.PRICE_OFF_LAST: "price",
    Kind.DISCOUNT_OVER: "discount",
    Kind.PO_KNOWN: "customer_po_number",
    Kind.TERMS_OFF_GRADE: "payment_term",
    Kind.NO_SECURITY: "payment_term",
    Kind.CUSTOMER_BLOCKED: "customer",
    Kind.CUSTOMER_INACTIVE: "customer",
    Kind.PRODUCT_INACTIVE: "product",
    Kind.PRODUCT_RISK: "product",
}


# what stands for a figure that not every reader may know
_NAMELESS = {Kind.PO_KNOWN: _("another order")}


@dataclass(frozen=True)
class Risk:
    """A line (0: the head) that breaks a rule of thumb: ``kind`` is one of ``Kind``, ``figure`` the bound or day in
    words."""

    line_no: int
    kind: str
    figure: str = ""
    unit: str = ""

    @property
    def column(self) -> str:
        """The column of the line, or of the head, that it is about."""
        return _COLUMNS[Kind(self.kind)]

    @property
    def path(self) -> str:
        """The field that it is about, as a path (``lines.3.price``)."""
        return f"lines.{self.line_no}.{self.column}" if self.line_no else self.column

    @property
    def text(self) -> str | Promise:
        """What it is, in words."""
        figure = self.figure or _NAMELESS.get(Kind(self.kind), "")
        return Kind(self.kind).label % {"figure": figure, "unit": self.unit}


def read(kept: Iterable[Mapping[str, Any]] | None) -> list[Risk]:
    """The risks that were kept with an order."""
    return [Risk(**one) for one in kept or ()]


def taxed_price(order: Order, line: OrderLine) -> Decimal:
    """The price after discount in the company's currency, tax included: what floor prices compare with."""
    price = line.price * (ONE - line.discount) * order.exchange_rate
    return price * (ONE + line.tax_rate) if order.tax_mode == TaxMode.EXCLUSIVE else price
