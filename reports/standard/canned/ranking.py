"""Customers by what they order, with the share that the largest have together (R250)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from reports.figures.answers import Answer
from reports.figures.measures import AMOUNT, measures
from reports.figures.question import Against
from reports.layout.paper import Chart, Column, Definition, Form, Paper, Series, Shape, share
from reports.standard import asking, sheets
from reports.standard.groups import CUSTOMERS
from reports.standard.reports import Control, Standard, Wanted

LIMITS = (("A", Decimal("0.80")), ("B", Decimal("0.95")), ("C", Decimal(1)))
Classes = dict[tuple[Any, ...], str]


def ranking(wanted: Wanted) -> Paper:
    """The largest customers with rank, share, running share and class; how many customers make up each class."""
    codes = asking.seen(wanted, ("amount", "orders", "average", "profit", "margin"))
    asked = asking.question(
        wanted, codes, rows=("customer",), against=wanted.against, order_by="amount", top=wanted.top
    )  # fmt: skip
    found = asking.answer(wanted, asked)
    classes = classed(amounts_of(found))
    paper = asking.paper(wanted, found, _("Customers by order amount"))
    label = measures["amount"].label
    running = pgettext("report", "Running share")
    paper = sheets.shares(paper, "amount", pgettext("report", "Share"), group=label, running=running)
    shown = [(key,) for key in _keys(paper, found)]
    paper = sheets.beside(
        paper, Column("abc", pgettext("report", "Class")), [classes.get(key, "") for key in shown], after="customer"
    )
    ranks = [number + 1 if key in classes else None for number, key in enumerate(shown)]
    paper = sheets.beside(paper, Column("rank", pgettext("report", "Rank"), Form.COUNT), ranks, after="customer")
    charts = (
        Chart(Shape.BARS, label, "customer", (Series("amount"), Series("amount~former", is_former=True))),
        Chart(Shape.LINES, _("Running share of the largest"), "customer", (Series("amount~running"),)),
    )
    return replace(
        paper, charts=charts, parts=(_by_class(found, classes),), definitions=(*paper.definitions, *_definitions())
    )


def _keys(paper: Paper, found: Answer) -> Iterator[Any]:
    yield from (key[0] for key in found.rows)
    yield from (None for _row in paper.rows[len(found.rows) :])


def amounts_of(found: Answer) -> dict[tuple[Any, ...], Decimal]:
    """Member → amount in the period, of all of them, the largest first, those with nothing left out."""
    amounts = {key: measures["amount"].value(one.sums) or Decimal(0) for key, one in found.row_sums.items()}
    ordered = sorted(amounts, key=lambda key: (-amounts[key], str(key)))
    return {key: amounts[key] for key in ordered if amounts[key] > 0}


def classed(amounts: Mapping[tuple[Any, ...], Decimal]) -> Classes:
    """Member → A, B or C: those who begin below 80 % of the whole, counted from the largest, below 95 %, the rest."""
    whole, reached, found = sum(amounts.values(), Decimal(0)), Decimal(0), Classes()
    for key, amount in amounts.items():
        found[key] = next(name for name, limit in LIMITS if reached < limit * whole)
        reached += amount
    return found


def _by_class(found: Answer, classes: Classes) -> Paper:
    amounts = amounts_of(found)
    whole, count = sum(amounts.values(), Decimal(0)), len(amounts)
    rows = []
    for name, _limit in LIMITS:
        of_it = [amounts[key] for key in amounts if classes[key] == name]
        amount = sum(of_it, Decimal(0))
        rows.append(
            sheets.row((name, len(of_it), share(len(of_it), count), amount, share(amount, whole)), key=name)
        )  # fmt: skip
    part = pgettext("report", "Share")
    return Paper(
        title=_("Classes of customers"),
        columns=(
            Column("abc", pgettext("report", "Class")),
            Column("customers", pgettext("report", "In all"), Form.COUNT, _("Customers")),
            Column("customers~share", part, Form.SHARE, _("Customers")),
            Column("amount", pgettext("report", "In all"), Form.MONEY, _("Order amount")),
            Column("amount~share", part, Form.SHARE, _("Order amount")),
        ),
        rows=rows,
        sums=(pgettext("row of a report", "Total"), count, share(count, count), whole, share(whole, whole)),
    )


def _definitions() -> Iterator[Definition]:
    yield Definition(
        pgettext("report", "Class"),
        _(
            "Customers by amount, the largest first: A until 80 % of the whole are reached, B until 95 %, C the rest."
            " Who ordered nothing in the period has no class."
        ),
    )
    yield Definition(pgettext("report", "Running share"), _("The share that a customer and all larger ones have."))


REPORTS = (
    Standard(
        code="customer-ranking",
        title=pgettext_lazy("report", "Customer ranking"),
        group=CUSTOMERS,
        about=gettext_lazy("Who orders most, and on how few customers does most of the business rest?"),
        make=ranking,
        controls=frozenset(
            {Control.PERIOD, Control.AGAINST, Control.DEPARTMENT, Control.SALESPERSON, Control.REGION, Control.TOP}
        )
        | {Control.CATEGORY, Control.PRODUCT},
        against=Against.LAST_YEAR,
        fields=(AMOUNT,),
        order=10,
    ),
)
