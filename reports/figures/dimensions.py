"""By what a figure may be asked for (R241–R243, R253). Pure: where the key of each comes from, and how it is named."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.facts.choices import Dimension
from reports.figures.measures import AMOUNT

Text = str | Promise


class Time(StrEnum):
    """Stretches of days."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Source(StrEnum):
    """Where the key of a dimension is read."""

    TIME = "TIME"
    FACT = "FACT"  # a column of the facts, summed up beforehand
    CUSTOMER = "CUSTOMER"  # a column of the customer
    TAGS = "TAGS"  # each of the customer's tags
    AGENT = "AGENT"  # a column of the agent
    PRODUCT = "PRODUCT"  # a column of the product
    ORDER = "ORDER"  # a column of the order as it is today: no sums are kept by it
    TREE = "TREE"  # the categories one level below the one picked, or the topmost


@dataclass(frozen=True)
class Axis:
    """``base``: the dimension of the kept sums that it is read from; ``column``: of the facts, customers or products.
    ``is_text``: its keys are texts that name themselves. ``fields``: who may not see one of them is not told by it, nor
    who may not do ``verb``."""

    code: str
    label: Text
    source: Source
    base: Dimension
    column: str = ""
    is_text: bool = False
    group: Text = ""
    fields: tuple[str, ...] = ()
    verb: str = ""


_TIME, _WHO, _WHAT, _HOW, _ORDER = _("Time"), _("Customers"), _("Goods"), _("Ourselves"), _("Order")

AXES = {
    one.code: one
    for one in (
        Axis(Time.DAY, pgettext_lazy("period", "Day"), Source.TIME, Dimension.TOTAL, group=_TIME),
        Axis(Time.WEEK, pgettext_lazy("period", "Week"), Source.TIME, Dimension.TOTAL, group=_TIME),
        Axis(Time.MONTH, pgettext_lazy("period", "Month"), Source.TIME, Dimension.TOTAL, group=_TIME),
        Axis(Time.QUARTER, pgettext_lazy("period", "Quarter"), Source.TIME, Dimension.TOTAL, group=_TIME),
        Axis(Time.YEAR, pgettext_lazy("period", "Year"), Source.TIME, Dimension.TOTAL, group=_TIME),
        Axis("customer", _("Customer"), Source.FACT, Dimension.CUSTOMER, "customer_id", group=_WHO),
        Axis("class", _("Customer class"), Source.CUSTOMER, Dimension.CUSTOMER, "customer_class", True, _WHO),
        Axis("tag", _("Customer tag"), Source.TAGS, Dimension.CUSTOMER, "tags", True, _WHO),
        Axis("kind", _("Kind of customer"), Source.CUSTOMER, Dimension.CUSTOMER, "kind", True, _WHO),
        Axis("industry", _("Industry"), Source.CUSTOMER, Dimension.CUSTOMER, "industry", True, _WHO),
        Axis("region", _("Region"), Source.CUSTOMER, Dimension.CUSTOMER, "region", True, _WHO),
        Axis("province", _("Province"), Source.CUSTOMER, Dimension.CUSTOMER, "province", True, _WHO),
        Axis("agent", _("Agent"), Source.FACT, Dimension.AGENT, "agent_id", group=_WHO),
        Axis("agent_class", _("Class of the agent"), Source.AGENT, Dimension.AGENT, "customer_class", True, _WHO),
        Axis("product", _("Product"), Source.FACT, Dimension.PRODUCT, "product_id", group=_WHAT),
        Axis("category", _("Category"), Source.TREE, Dimension.CATEGORY, "category_id", group=_WHAT),
        Axis(
            "supplier",
            _("Supplier"),
            Source.PRODUCT,
            Dimension.SUPPLIER,
            "supplier_id",
            group=_WHAT,
            verb="product.view",
        ),
        Axis("department", _("Department"), Source.FACT, Dimension.TOTAL, "department_id", group=_HOW),
        Axis("salesperson", _("Salesperson"), Source.FACT, Dimension.SALESPERSON, "salesperson_id", group=_HOW),
        Axis("type", _("Order type"), Source.FACT, Dimension.ORDER_TYPE, "order_type_id", group=_HOW),
        Axis("channel", _("Channel"), Source.FACT, Dimension.CHANNEL, "channel", group=_HOW),
        Axis("band", _("Amount band"), Source.FACT, Dimension.BAND, "band", group=_HOW, fields=(AMOUNT,)),
        Axis(
            "status", pgettext_lazy("axis", "State of the order"), Source.ORDER, Dimension.TOTAL, "status", True, _ORDER
        ),
        Axis(
            "customer_type", _("New or existing customer"), Source.ORDER, Dimension.TOTAL, "customer_type", True, _ORDER
        ),
        Axis(
            "time_class",
            pgettext_lazy("axis", "How soon due"),
            Source.ORDER,
            Dimension.TOTAL,
            "time_class",
            True,
            _ORDER,
        ),
        Axis("currency", _("Currency"), Source.ORDER, Dimension.TOTAL, "currency_id", True, _ORDER),
        Axis("payment_term", _("Payment terms"), Source.ORDER, Dimension.TOTAL, "payment_term_id", group=_ORDER),
        Axis("payment_method", _("Payment method"), Source.ORDER, Dimension.TOTAL, "payment_method", True, _ORDER),
        Axis("delivery_method", _("Delivery method"), Source.ORDER, Dimension.TOTAL, "delivery_method", True, _ORDER),
        Axis("transport_mode", _("Transport"), Source.ORDER, Dimension.TOTAL, "transport_mode", True, _ORDER),
        Axis("invoice_kind", _("Invoice kind"), Source.ORDER, Dimension.TOTAL, "invoice_kind", True, _ORDER),
        Axis("origin", pgettext_lazy("axis", "How it came in"), Source.ORDER, Dimension.TOTAL, "origin", True, _ORDER),
    )
}
OF_LINES = (Dimension.PRODUCT, Dimension.CATEGORY, Dimension.SUPPLIER)  # an order may be in several of their members
