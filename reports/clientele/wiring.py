"""What this room declares: its standard reports, and what it tells order entry."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.console.site import ConsolePage, console_pages
from accounts.trail.exempt import exempt_tables
from common import settings
from orders.entry import related
from reports.clientele import (
    advice,
    churn_papers,
    examples,
    pairs_papers,
    portrait_papers,
    return_papers,
    scope,
    thresholds,
    views,
    who_papers,
    worth_papers,
)
from reports.figures.measures import AMOUNT
from reports.standard.groups import CUSTOMERS, GOODS
from reports.standard.reports import Control, Standard, standard

_WHO = frozenset({Control.PERIOD, Control.DEPARTMENT, Control.SALESPERSON, Control.REGION})
_SHOW = pgettext_lazy("report", "Show")

REPORTS = (
    Standard(
        worth_papers.CODE,
        _("Value classes of customers"),
        CUSTOMERS,
        _("Who buys much, often and lately, who moved up or down, and what to do about it?"),
        make=worth_papers.make,
        controls=_WHO | {Control.TOP},
        choices=worth_papers.CHOICES,
        by_label=_SHOW,
        fields=(AMOUNT,),
        set_on=thresholds.PAGE,
        order=20,
    ),
    Standard(
        churn_papers.CODE,
        _("Signals of churn"),
        CUSTOMERS,
        _("Who has not ordered as he used to, who is lost, who came back?"),
        make=churn_papers.make,
        controls=_WHO | {Control.TOP},
        choices=churn_papers.CHOICES,
        by_label=_SHOW,
        fields=(AMOUNT,),
        set_on=thresholds.PAGE,
        order=30,
    ),
    Standard(
        return_papers.REPURCHASE,
        _("Repurchase rate and cohorts"),
        CUSTOMERS,
        _("How many customers order again, and how long do they stay?"),
        make=return_papers.make_repurchase,
        controls=_WHO | {Control.TOP},
        choices=return_papers.CHOICES,
        by_label=_SHOW,
        order=40,
    ),
    Standard(
        return_papers.MONTHS,
        _("New, kept and lost customers"),
        CUSTOMERS,
        _("How many customers came, stayed, came back and went in each month, and for how much?"),
        make=return_papers.make_months,
        controls=_WHO | {Control.TOP},
        choices=who_papers.IN_MONTHS,
        by_label=_SHOW,
        order=50,
    ),
    Standard(
        scope.ANALYSIS,
        _("Customer analysis"),
        CUSTOMERS,
        _("How does a customer order and pay, what does he prefer, what is he worth, what might he buy as well?"),
        make=portrait_papers.make,
        controls=frozenset({Control.PERIOD, Control.CUSTOMER, Control.TOP}),
        fields=(AMOUNT,),
        set_on=thresholds.PAGE,
        order=10,
    ),
    Standard(
        pairs_papers.CODE,
        _("Related products"),
        GOODS,
        _("What is bought together, and what goes with a product?"),
        make=pairs_papers.make,
        controls=frozenset(
            {Control.PERIOD, Control.PRODUCT, Control.CATEGORY, Control.DEPARTMENT, Control.REGION, Control.TOP}
        ),
        choices=pairs_papers.CHOICES,
        by_label=_("Bought together"),
        top=20,
        order=60,
    ),
)


def register() -> None:
    """Called once from ``ReportsConfig.ready``."""
    settings.definitions.register(
        thresholds.SETTING,
        settings.Definition(
            {},
            _("Thresholds of churn signals and value classes that are not as they are shipped"),
            "reports",
            thresholds.fault_of,
            page=thresholds.PAGE,
        ),
    )
    page = ConsolePage(
        _("Signals and classes of customers"),
        f"{thresholds.PAGE}/",
        views.show_thresholds,
        thresholds.RIGHT,
        _("From when on a customer is late, about to leave or falling, and what a high score is"),
        "figures",
    )
    console_pages.register(thresholds.PAGE, page)
    examples.register()
    for one in REPORTS:
        standard.register(one.code, one)
    related.advisers.register("reports.clientele", advice.advise)
    exempt_tables.register("reports_productpartner", "made anew every night from the facts of reports")
