"""Rules, states and outcomes of warnings. Pure."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import errors


class Rule(models.TextChoices):
    """What is looked for."""

    CREDIT_STANDING = "CREDIT_STANDING", _("Credit near or over the limit")
    CREDIT_OVERDUE = "CREDIT_OVERDUE", _("Overdue payments grow")
    MARKET_ORDER = "MARKET_ORDER", _("Material makes an open order earn too little")
    MARKET_QUOTATION = "MARKET_QUOTATION", _("Material makes a quotation earn too little")
    MARKET_DEMAND = "MARKET_DEMAND", _("Demand for a product family moves")
    SUPPLY_SUPPLIER = "SUPPLY_SUPPLIER", _("A supplier delivers late")
    SUPPLY_DEPARTMENT = "SUPPLY_DEPARTMENT", _("A department delivers late")

    @property
    def proposal(self) -> str | Promise:
        """What is proposed to be done about it."""
        return _PROPOSALS[self]


_PROPOSALS = {
    Rule.CREDIT_STANDING: _("Ask for payment or a guarantee, or propose another limit"),
    Rule.CREDIT_OVERDUE: _("Remind the customer; hold what is not shipped"),
    Rule.MARKET_ORDER: _("Renegotiate price or delivery time with the customer"),
    Rule.MARKET_QUOTATION: _("Quote anew: price or delivery time"),
    Rule.MARKET_DEMAND: _("Look at stock, capacity and prices of the family"),
    Rule.SUPPLY_SUPPLIER: _("Agree on days with the supplier, or find a second one"),
    Rule.SUPPLY_DEPARTMENT: _("Look at the load of the department; promise later days"),
}
CREDIT = (Rule.CREDIT_STANDING, Rule.CREDIT_OVERDUE)
MARKET = (Rule.MARKET_ORDER, Rule.MARKET_QUOTATION)  # what is renegotiated with a customer


class Level(models.TextChoices):
    """How grave it is."""

    MEDIUM = "MEDIUM", pgettext_lazy("risk", "Medium")
    HIGH = "HIGH", pgettext_lazy("risk", "High")


class RiskState(models.TextChoices):
    """What became of a warning."""

    OPEN = "OPEN", pgettext_lazy("risk", "Open")
    ACKNOWLEDGED = "ACKNOWLEDGED", pgettext_lazy("risk", "Taken up")
    RESOLVED = "RESOLVED", pgettext_lazy("risk", "Resolved")
    FALSE_ALARM = "FALSE_ALARM", pgettext_lazy("risk", "False alarm")


LIVE = (RiskState.OPEN, RiskState.ACKNOWLEDGED)


class Outcome(models.TextChoices):
    """How a resolved warning ended."""

    AVERTED = "AVERTED", _("Averted by what was done")
    HAPPENED = "HAPPENED", _("It happened")
    GONE = "GONE", _("It went away by itself")


def require_live(state: str) -> None:
    """Raise WrongState for a warning that is over."""
    if state not in LIVE:
        text = _("This warning is %(state)s already.") % {"state": RiskState(state).label}
        raise errors.WrongState(text, status=str(state), possible=[])


class Asked(models.TextChoices):
    """What of an order or a quotation is renegotiated (R113)."""

    PRICE = "PRICE", _("The price")
    DELIVERY = "DELIVERY", _("The delivery time")
    BOTH = "BOTH", _("Price and delivery time")


class TalksState(models.TextChoices):
    """How a renegotiation stands."""

    OPEN = "OPEN", pgettext_lazy("renegotiation", "Going on")
    AGREED = "AGREED", pgettext_lazy("renegotiation", "Agreed")
    REFUSED = "REFUSED", pgettext_lazy("renegotiation", "Refused by the customer")
    DROPPED = "DROPPED", pgettext_lazy("renegotiation", "Not pursued")


ENDINGS = {TalksState.AGREED: Outcome.AVERTED, TalksState.REFUSED: Outcome.HAPPENED}  # what they say of the warning
