"""By what a figure may be asked for (R241–R243, R253). Pure: where the key of each comes from, and how it is named."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.facts.choices import Dimension

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
    PRODUCT = "PRODUCT"  # a column of the product
    TREE = "TREE"  # the categories one level below the one picked, or the topmost


@dataclass(frozen=True)
class Axis:
    """``base``: the dimension of the kept sums that it is read from; ``column``: of the facts, customers or products.
    ``is_text``: its keys are texts that name themselves."""

    code: str
    label: Text
    source: Source
    base: Dimension
    column: str = ""
    is_text: bool = False
    group: Text = ""


_TIME, _WHO, _WHAT, _HOW = _("Time"), _("Customers"), _("Goods"), _("Ourselves")

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
        Axis("product", _("Product"), Source.FACT, Dimension.PRODUCT, "product_id", group=_WHAT),
        Axis("category", _("Category"), Source.TREE, Dimension.CATEGORY, "category_id", group=_WHAT),
        Axis("supplier", _("Supplier"), Source.PRODUCT, Dimension.PRODUCT, "supplier_id", group=_WHAT),
        Axis("department", _("Department"), Source.FACT, Dimension.TOTAL, "department_id", group=_HOW),
        Axis("salesperson", _("Salesperson"), Source.FACT, Dimension.SALESPERSON, "salesperson_id", group=_HOW),
        Axis("type", _("Order type"), Source.FACT, Dimension.ORDER_TYPE, "order_type_id", group=_HOW),
        Axis("channel", _("Channel"), Source.FACT, Dimension.CHANNEL, "channel", group=_HOW),
        Axis("band", _("Amount band"), Source.FACT, Dimension.BAND, "band", group=_HOW),
    )
}
OF_LINES = (Dimension.PRODUCT, Dimension.CATEGORY)  # an order may be in several of their members
