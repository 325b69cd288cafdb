"""Where data of people at customers may stand in reports (R309): what people wrote beside figures is looked through."""

from customers.privacy.places import exempt

_FIGURES = "figures and how they are asked for; nobody at a customer"
_EXEMPT = ("boardarrangement", "savedreport", "commissionrule", "commissionstatement", "keptforecast")


def register() -> None:
    """Called once from ``ReportsConfig.ready``."""
    for name in _EXEMPT:
        exempt.register(f"reports_{name}", _FIGURES)
