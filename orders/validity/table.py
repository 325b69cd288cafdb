"""The table of validity checks (R068): which are asked, how grave each is, and its figure. Code holds what a check
means and what is shipped; the company's changes are a setting (docs/adr/0030)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common import settings
from orders.order.risks import Kind

SETTING = "orders.validity"
Text = str | Promise


class Severity(models.TextChoices):
    """What a check does where it finds something."""

    OFF = "OFF", _("Not asked")
    WARNING = "WARNING", _("Warning")
    ERROR = "ERROR", _("Refuses submission")


@dataclass(frozen=True)
class Parameter:
    """The figure of a check: what it counts, the shipped one, and its bounds."""

    label: Text
    default: Decimal
    least: int
    most: int


@dataclass(frozen=True)
class Check:
    """A row of the table: what is asked, in words, and how it is shipped."""

    label: Text
    help: Text
    severity: Severity = Severity.WARNING
    parameter: Parameter | None = None
    is_asked_again: bool = False  # when the order is approved: it may have changed since


CHECKS: dict[Kind, Check] = {
    Kind.CUSTOMER_BLOCKED: Check(
        _("Customer is blocked"), _("Somebody blocked the customer for new orders."), Severity.ERROR, None, True
    ),
    Kind.CUSTOMER_INACTIVE: Check(
        _("Customer is out of use"), _("The customer was taken out of use."), Severity.ERROR, None, True
    ),
    Kind.PO_KNOWN: Check(
        _("Customer's order number is known already"),
        _("Another order of the customer that was submitted has the same number of his."),
    ),
    Kind.TERMS_OFF_GRADE: Check(
        _("Payment terms are not those of the grade"),
        _("The customer's credit grade does not allow these payment terms; who decides the order sees it."),
    ),
    Kind.NO_SECURITY: Check(
        _("No guarantee and no advance payment"),
        _("The customer's credit grade asks for one or the other; who decides the order sees it."),
    ),
    Kind.PRODUCT_INACTIVE: Check(
        _("Product is out of use"), _("The product is not sold any more."), Severity.ERROR, None, True
    ),
    Kind.PRODUCT_RISK: Check(
        _("Product is of high risk"),
        _("Complaints, returns and customers who are not content make its risk high; who decides the order sees it."),
    ),
    Kind.OVER_CALL: Check(
        _("More than the frame agreement has left"),
        _("The order and those submitted before it call off more than was agreed."),
        Severity.ERROR,
    ),
    Kind.OVER_QUOTED: Check(
        _("More than was quoted"),
        _("The order and those submitted before it order more of a quotation than was quoted."),
        Severity.ERROR,
    ),
    Kind.OVER_REDUCED: Check(
        _("Reduction beyond that of the quotation"),
        _("Orders of a quotation take its reduction once, each the share of its pieces."),
    ),
    Kind.PACK_MULTIPLE: Check(
        _("Quantity is off the multiple"), _("The product is sold in packs; the quantity is no whole number of them.")
    ),
    Kind.BELOW_MINIMUM: Check(
        _("Quantity is below the minimum"), _("Less is ordered than the smallest order of the product.")
    ),
    Kind.BELOW_FLOOR: Check(
        _("Price is below the floor price"), _("Told to who may see floor prices, and to who decides.")
    ),
    Kind.BELOW_COST: Check(_("Price is below cost"), _("Told to who may see costs, and to who decides.")),
    Kind.PRICE_OFF_LAST: Check(
        _("Price is off the last one"),
        _("The price after discount differs from what this customer paid for the product the last time."),
        parameter=Parameter(_("more than, percent"), Decimal(20), 1, 1000),
    ),
    Kind.DISCOUNT_OVER: Check(
        _("Discount is over the limit"),
        _("More is taken off a line than the company allows."),
        parameter=Parameter(_("more than, percent"), Decimal(30), 0, 100),
    ),
    Kind.DAY_PAST: Check(_("Requested date is past"), _("The requested date lies before today.")),
    Kind.LEAD_TIME: Check(
        _("Requested date is before the lead time"),
        _("The day comes sooner than the lead time of the product, and free stock does not cover the line."),
    ),
    Kind.DAY_FAR: Check(
        _("Requested date is far off"),
        _("A day so far off is mostly a slip of the keyboard."),
        parameter=Parameter(_("more than, days"), Decimal(730), 1, 3660),
    ),
}


@dataclass(frozen=True)
class Rule:
    """How a check is asked now."""

    severity: Severity
    parameter: Decimal | None

    @property
    def is_asked(self) -> bool:
        return self.severity != Severity.OFF


def table() -> dict[Kind, Rule]:
    """Every check as the company has it now."""
    changed: Mapping[str, Any] = settings.get(SETTING)
    return {kind: _rule(check, changed.get(kind, {})) for kind, check in CHECKS.items()}


def _rule(check: Check, changed: Mapping[str, Any]) -> Rule:
    parameter = None
    if check.parameter is not None:
        parameter = Decimal(str(changed.get("parameter", check.parameter.default)))
    return Rule(Severity(changed.get("severity", check.severity)), parameter)


def fault_of_table(value: Mapping[str, Any]) -> str | None:
    """What is wrong with the company's changes, None for nothing."""
    for kind, changed in value.items():
        if kind not in CHECKS or not isinstance(changed, dict) or changed.keys() - {"severity", "parameter"}:
            return gettext("There is no check “%(name)s”.") % {"name": str(kind)[:80]}
        if changed.get("severity", Severity.OFF) not in Severity.values:
            return gettext("“%(value)s” cannot be chosen here.") % {"value": str(changed["severity"])[:80]}
        if "parameter" in changed and (wrong := fault_of_parameter(Kind(kind), changed["parameter"])):
            return f"{CHECKS[Kind(kind)].label}: {wrong}"
    return None


def fault_of_parameter(kind: Kind, value: Any) -> str | None:
    """What is wrong with the figure of a check, None for nothing."""
    parameter = CHECKS[kind].parameter
    if parameter is None:
        return gettext("This check has no figure.")
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not parameter.least <= number <= parameter.most:
        words = {"least": parameter.least, "most": parameter.most}
        return gettext("Enter a number from %(least)s to %(most)s.") % words
    return None
