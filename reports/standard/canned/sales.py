"""Sales over time and by anything (R239–R243, R245, R247, R249)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from reports.figures.answers import Answer, Group
from reports.figures.dimensions import AXES, Source, Time
from reports.figures.measures import measures
from reports.figures.question import Against, Question, start_of
from reports.layout.paper import Cell, Chart, Column, Form, Paper, Series, Shape, growth
from reports.standard import asking, sheets
from reports.standard.groups import SALES
from reports.standard.reports import Control, Standard, Wanted

FORMER = "~former"
STRETCHES = tuple((one.value, AXES[one].label) for one in (Time.MONTH, Time.QUARTER, Time.YEAR, Time.WEEK, Time.DAY))
ZERO = Decimal(0)
_BY = (
    *("salesperson", "department", "region", "province", "customer", "class", "tag", "kind", "industry"),
    *("agent", "agent_class", "product", "category", "supplier", "type", "channel", "band"),
    *(code for code, axis in AXES.items() if axis.source is Source.ORDER),
)
CHOICES = tuple((code, AXES[code].label) for code in _BY)
WHO = frozenset({Control.DEPARTMENT, Control.SALESPERSON, Control.CUSTOMER, Control.REGION})
WHAT = frozenset({Control.PRODUCT, Control.CATEGORY})


# --- over time ----------------------------------------------------------------------------------


def trend(wanted: Wanted) -> Paper:
    """Orders, amount and profit, each with the same days last year and the stretch before."""
    asked = asking.question(wanted, ("orders", "amount", "profit"), rows=(wanted.by,))
    paper = asking.paper(wanted, _beside_last_year(wanted, asked), _("Sales trend"))
    first = "amount" if "amount" in asked.measures else "orders"
    paper = _against_before(wanted, paper, first)
    charts = [
        Chart(Shape.BARS, measures[code].label, wanted.by, (Series(code), Series(code + FORMER, is_former=True)))
        for code in dict.fromkeys((first, *asked.measures))
    ]
    notes = [_("What still runs is compared with as many days of last year, and not with what was before it.")]
    if wanted.by == Time.WEEK:
        notes.append(_("A week is compared with the one 52 weeks before: it has the same days of the week."))
    return replace(paper, charts=tuple(charts), notes=(*paper.notes, *notes))


def _beside_last_year(wanted: Wanted, asked: Question) -> Answer:
    """The answer with each stretch beside the same one last year: nothing beside nothing is a figure, too."""
    found = asking.answer(wanted, replace(asked, against=Against.LAST_YEAR))
    groups = {key: found.groups.get(key) or Group(key, {}, {}) for key in found.rows}
    return replace(found, groups=groups, row_sums=groups)


def _against_before(wanted: Wanted, paper: Paper, code: str) -> Paper:
    """By how much each stretch grew over the one before; that before the first is asked for."""
    time = Time(wanted.by)
    until = start_of(time, wanted.since) - timedelta(days=1)
    earlier = asking.question(wanted, (code,)).over(start_of(time, until), until)
    before = asking.answer(wanted, earlier)
    last = measures[code].value(before.whole.sums)
    found: list[Cell] = []
    is_whole = wanted.since == start_of(time, wanted.since)
    for row, value in zip(paper.rows, sheets.cells(paper, code), strict=True):
        found.append(growth(value, last) if is_whole and not row.is_unfinished else None)
        last, is_whole = value, True
    column = Column(
        f"{code}~before",
        pgettext("report", "Over the one before"),
        Form.GROWTH,
        measures[code].label,
        _("By how much it differs from the month, quarter, year, week or day just before."),
    )
    return sheets.beside(paper, column, found, after=f"{code}~growth")


# --- by anything --------------------------------------------------------------------------------


def sales_by(wanted: Wanted) -> Paper:
    """Orders, quantity, amount, profit and margin by what was chosen, the largest first."""
    codes = asking.seen(wanted, ("amount", "orders", "quantity", "average", "profit", "margin"))
    codes = ("orders", *(code for code in codes if code != "orders"))
    first = "amount" if "amount" in codes else "orders"
    asked = asking.question(
        wanted, codes, rows=(wanted.by,), against=wanted.against, order_by=first, top=wanted.top
    )  # fmt: skip
    found = asking.answer(wanted, asked)
    title = _("Sales by %(what)s") % {"what": str(AXES[wanted.by].label).lower()}
    paper = asking.paper(wanted, found, title)
    paper = sheets.shares(paper, first, pgettext("report", "Share"), group=_group(paper, first))
    axis = paper.columns[0].key
    charts = [
        Chart(Shape.MAP if axis == "province" else Shape.BARS, measures[first].label, axis, _series(paper, first))
    ]
    if sheets.has(paper, "profit"):
        charts.append(Chart(Shape.BARS, measures["profit"].label, axis, _series(paper, "profit")))
    return replace(paper, charts=tuple(charts))


def _group(paper: Paper, key: str) -> Any:
    return paper.columns[paper.index(key)].group


def _series(paper: Paper, key: str) -> tuple[Series, ...]:
    former = (Series(key + FORMER, is_former=True),) if sheets.has(paper, key + FORMER) else ()
    return (Series(key), *former)


REPORTS = (
    Standard(
        code="sales-trend",
        title=pgettext_lazy("report", "Sales trend"),
        group=SALES,
        about=gettext_lazy("How do orders, amount and profit go, against last year and against the stretch before?"),
        make=trend,
        controls=frozenset({Control.PERIOD}) | WHO | WHAT,
        choices=STRETCHES,
        by_label=pgettext_lazy("report by", "By"),
        order=10,
    ),
    Standard(
        code="sales-by",
        title=pgettext_lazy("report", "Sales by anything"),
        group=SALES,
        about=gettext_lazy(
            "How much was sold by whom, to whom, of what, where and through which channel, and what did it earn?"
        ),
        make=sales_by,
        controls=frozenset({Control.PERIOD, Control.AGAINST, Control.TOP}) | WHO | WHAT,
        choices=CHOICES,
        by_label=pgettext_lazy("report by", "By"),
        order=20,
    ),
)
