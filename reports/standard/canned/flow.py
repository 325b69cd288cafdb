"""What is ordered against what leaves, is signed for and comes back (R246)."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from reports.figures.dimensions import AXES, Source
from reports.figures.measures import measures
from reports.layout.paper import Chart, Column, Definition, Form, Paper, Series, Shape, share
from reports.standard import asking, sheets
from reports.standard.canned.sales import STRETCHES, WHAT, WHO
from reports.standard.groups import ORDERS
from reports.standard.reports import Control, Standard, Wanted

_MEMBERS = ("product", "category", "customer", "region", "salesperson", "department", "type", "channel")
CHOICES = (*STRETCHES, *((code, AXES[code].label) for code in _MEMBERS))
RATIO = pgettext_lazy("report", "Book-to-bill")


def against_shipments(wanted: Wanted) -> Paper:
    """Ordered, shipped, signed for and returned, with the ratio of what came in to what went out."""
    codes = asking.seen(wanted, ("amount", "shipped", "signed", "returned", "quantity", "shipped_quantity"))
    is_time = AXES[wanted.by].source is Source.TIME
    more = {} if is_time else {"order_by": codes[0], "top": wanted.top}
    asked = asking.question(wanted, codes, rows=(wanted.by,), **more)
    paper = asking.paper(wanted, asking.answer(wanted, asked), _("Orders against shipments"))
    for ordered, shipped, key in (("quantity", "shipped_quantity", "~pieces"), ("amount", "shipped", "~ratio")):
        if ordered in codes and shipped in codes:
            paper = _with_ratio(paper, ordered, shipped, key)
    if is_time and "amount" in codes:
        paper = _with_gap(paper)
    first, second = ("amount", "shipped") if "amount" in codes else ("quantity", "shipped_quantity")
    series = tuple(Series(code) for code in (first, second, "returned") if code in codes)
    shape = Shape.LINES if is_time else Shape.BARS
    charts = [Chart(shape, _("Ordered and shipped"), wanted.by, series)]
    if is_time:
        charts.append(
            Chart(Shape.LINES, RATIO, wanted.by, (Series("~ratio" if "amount" in codes else "~pieces"),))
        )  # fmt: skip
    return replace(paper, charts=tuple(charts), definitions=(*paper.definitions, _definition()))


def _with_ratio(paper: Paper, ordered: str, shipped: str, key: str) -> Paper:
    label = RATIO if key == "~ratio" else _("Book-to-bill, pieces")
    pairs = zip(sheets.cells(paper, ordered), sheets.cells(paper, shipped), strict=True)
    ratios = [share(one, other) for one, other in pairs]
    total = share(sheets.total(paper, ordered), sheets.total(paper, shipped))
    return sheets.beside(paper, Column(key, label, Form.FACTOR), ratios, total=total)


def _with_gap(paper: Paper) -> Paper:
    """By how much the orders ran ahead of the shipments, from the first day of the period on."""
    reached, cells = Decimal(0), []
    for one, other in zip(sheets.cells(paper, "amount"), sheets.cells(paper, "shipped"), strict=True):
        reached += (one or 0) - (other or 0)
        cells.append(reached)
    meaning = _("Ordered less shipped since the period began: above zero the backlog grew.")
    column = Column("~gap", _("Ahead of shipments"), Form.MONEY, definition=meaning)
    return sheets.beside(paper, column, cells, total=reached, after="shipped")


def _definition() -> Definition:
    return Definition(
        RATIO,
        _("How much was ordered for each unit shipped: above 1 the backlog grows, below 1 it shrinks."),
        numerator=measures["amount"].label,
        denominator=measures["shipped"].label,
        exclusions=measures["amount"].exclusions,
    )


REPORTS: Sequence[Standard] = (
    Standard(
        code="orders-and-shipments",
        title=pgettext_lazy("report", "Orders against shipments"),
        group=ORDERS,
        about=gettext_lazy("Do we ship as fast as we sell: what was ordered, shipped, signed for and returned?"),
        make=against_shipments,
        controls=frozenset({Control.PERIOD, Control.TOP}) | WHO | WHAT,
        choices=CHOICES,
        by_label=pgettext_lazy("report by", "By"),
        order=10,
    ),
)
