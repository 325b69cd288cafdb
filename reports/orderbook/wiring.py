"""What this room declares: the measures of the backlog and its standard reports."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.figures.measures import AMOUNT, COST, MARGIN
from reports.figures.periods import Period
from reports.orderbook import ageing, ahead, bridge, cash, cells, collection, costs, measures, stock_papers
from reports.standard.groups import GOODS, MONEY, ORDERS
from reports.standard.reports import Control, Standard, standard

_WHO = (Control.DEPARTMENT, Control.SALESPERSON, Control.CUSTOMER)
_WHAT = (Control.PRODUCT, Control.CATEGORY)

REPORTS = (
    Standard(
        "backlog-bridge",
        _("Backlog bridge"),
        ORDERS,
        _("What was to be delivered when the period began, what came and went, and what is left."),
        bridge.make,
        frozenset({Control.PERIOD, *_WHO, *_WHAT, Control.REGION, Control.TOP}),
        choices=bridge.BY,
        order=10,
    ),
    Standard(
        "backlog-ahead",
        _("Backlog ahead"),
        ORDERS,
        _("What is to be delivered when, and are the goods there?"),
        ahead.make,
        frozenset({*_WHO, *_WHAT, Control.REGION, Control.TOP}),
        choices=ahead.BY,
        order=20,
        is_live=True,
    ),
    Standard(
        "order-to-money",
        _("From order to money"),
        MONEY,
        _("How do orders, shipments, invoices and money keep step, and what is delivered and not invoiced?"),
        cash.make,
        frozenset({Control.PERIOD, Control.AGAINST, *_WHO, Control.REGION, Control.TOP}),
        choices=cash.BY,
        fields=(AMOUNT,),
        order=10,
    ),
    Standard(
        "receivables",
        _("Ageing of receivables"),
        MONEY,
        _("Who owes how much, and since when is it due?"),
        ageing.make,
        frozenset({Control.DAY, *_WHO, Control.REGION, Control.TOP}),
        choices=ageing.BY,
        verb=cells.RECEIPTS,
        fields=(AMOUNT,),
        order=20,
        is_live=True,
    ),
    Standard(
        "collection",
        pgettext_lazy("report", "Collection"),
        MONEY,
        _("What fell due and what came in, how do arrears go, and how long do sales wait for their money?"),
        collection.make,
        frozenset({Control.PERIOD, *_WHO, Control.REGION}),
        verb=cells.RECEIPTS,
        fields=(AMOUNT,),
        order=30,
    ),
    Standard(
        "cost-against-plan",
        _("Cost against plan"),
        MONEY,
        _("What were orders to cost, what did they cost, and what made the difference?"),
        costs.make,
        frozenset({Control.PERIOD, *_WHO, Control.REGION, Control.TOP}),
        choices=costs.BY,
        fields=(AMOUNT, COST, MARGIN),
        order=40,
    ),
    Standard(
        "inventory-turnover",
        _("Inventory turnover"),
        GOODS,
        _("How often does stock turn over, how long does it last, and what of it does nobody want?"),
        stock_papers.turnover,
        frozenset({Control.PERIOD, *_WHAT, Control.TOP}),
        period=Period.LAST_12_MONTHS,
        choices=stock_papers.BY,
        verb=stock_papers.SEE,
        order=40,
        is_live=True,
    ),
    Standard(
        "slow-movers",
        _("Slow movers"),
        GOODS,
        _("What lies there and does not move, and what is it worth?"),
        stock_papers.slow,
        frozenset({*_WHAT, Control.TOP}),
        verb=stock_papers.SEE,
        order=50,
        is_live=True,
    ),
)


def register() -> None:
    """Called once from ``ReportsConfig.ready``."""
    measures.register()
    for one in REPORTS:
        standard.register(one.code, one)
