"""Where demand comes from, how it grows there, and where it begins (R253)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from reports.facts import reading
from reports.figures.answers import Answer
from reports.figures.dimensions import AXES
from reports.figures.measures import measures
from reports.figures.narrowing import facts_seen
from reports.figures.periods import former
from reports.figures.question import Against
from reports.figures.sql import Sql
from reports.layout.paper import Chart, Column, Definition, Form, Paper, Series, Shape, growth
from reports.standard import asking, conditions, sheets
from reports.standard.groups import SALES
from reports.standard.reports import Control, Standard, Wanted

FASTER, LEAST_ORDERS = Decimal("0.2"), 3
Days = tuple[date, date]


def by_region(wanted: Wanted) -> Paper:
    """Demand by province or region against last year, customers who order there, and the places that emerge."""
    asked = asking.question(
        wanted, ("orders", "amount", "quantity"), rows=(wanted.by,), against=Against.LAST_YEAR
    )  # fmt: skip
    first = "amount" if "amount" in asked.measures else "orders"
    found = asking.answer(wanted, replace(asked, order_by=first))
    paper = asking.paper(wanted, found, _("Demand by %(place)s") % {"place": str(AXES[wanted.by].label).lower()})
    label = measures[first].label
    paper = sheets.shares(paper, first, pgettext("report", "Share"), group=label)
    paper = _with_customers(wanted, paper, found)
    marks = _emerging(found, first)
    words = pgettext("market", "emerging")
    cells = [words if key in marks else "" for key in found.rows]
    paper = sheets.beside(paper, Column("mark", pgettext("report", "Remark")), cells, after=wanted.by)
    shape = Shape.MAP if wanted.by == "province" else Shape.BARS
    charts = [Chart(shape, label, wanted.by, (Series(first),))]
    charts.append(
        Chart(Shape.BARS, _("Against last year"), wanted.by, (Series(first), Series(f"{first}~former", is_former=True)))
    )
    return replace(paper, charts=tuple(charts), definitions=(*paper.definitions, *_definitions(first)))


def _with_customers(wanted: Wanted, paper: Paper, found: Answer) -> Paper:
    asked = found.question
    now = _customers(wanted, (asked.since, asked.until))
    days = former(asked, wanted.today)
    then = _customers(wanted, days) if days else {}
    group = _("Customers")
    shown = [key[0] for key in found.rows]
    whole = (now.get(None, 0), then.get(None, 0))
    definition = _("Customers with at least one order in the period.")
    paper = sheets.beside(
        paper,
        Column("customers", pgettext("figures", "This period"), Form.COUNT, group, definition),
        [now.get(key, 0) for key in shown],
        total=whole[0],
    )
    label = _("The same period last year")
    column = Column("customers~former", label, Form.COUNT, group)
    paper = sheets.beside(paper, column, [then.get(key, 0) for key in shown], total=whole[1])
    changes = [growth(now.get(key, 0), then.get(key, 0)) for key in shown]
    column = Column("customers~growth", pgettext("report", "Change"), Form.GROWTH, group)
    return sheets.beside(paper, column, changes, total=growth(*whole))


def _customers(wanted: Wanted, days: Days) -> dict[Any, int]:
    """Place → how many customers ordered; None: everywhere."""
    sql = Sql().add(
        "SELECT place, count(DISTINCT customer_id), grouping(place) FROM ("
        f"SELECT coalesce(c.{AXES[wanted.by].column}, '') AS place, m.customer_id"
        " FROM reports_ordermoments m LEFT JOIN customers_customer c ON c.id = m.customer_id"
        " WHERE m.booked_date BETWEEN %s AND %s",
        *days,
    )
    sql += conditions.narrowed(wanted, "m")
    sql += facts_seen(wanted.actor, "m")
    sql.add(") x GROUP BY GROUPING SETS ((place), ())")
    return {None if is_whole else place: count for place, count, is_whole in reading.fetched(sql.text, sql.given)}


def _emerging(found: Answer, code: str) -> set[tuple[Any, ...]]:
    """The places that are still small and grow much faster than the whole, or are new."""
    measure, orders = measures[code], measures["orders"]
    places = [key for key in found.rows if key[0]]
    now = {key: measure.value(found.row_sums[key].sums) or Decimal(0) for key in places if key in found.row_sums}
    then = {key: measure.value(found.row_sums[key].former or {}) or Decimal(0) for key in now}
    whole = growth(measure.value(found.whole.sums), measure.value(found.whole.former or {}))
    middle = sum(now.values(), Decimal(0)) / len(now) if now else Decimal(0)
    marked = set()
    for key, value in now.items():
        if value >= middle or (orders.value(found.row_sums[key].sums) or 0) < LEAST_ORDERS:
            continue
        grown = growth(value, then[key])
        if not then[key] or (grown is not None and whole is not None and grown >= whole + FASTER):
            marked.add(key)
    return marked


def _definitions(code: str) -> Iterator[Definition]:
    yield Definition(
        pgettext("market", "emerging"),
        _(
            "“%(measure)s” is below the average of all places, and grew by at least 20 points more than the whole, or"
            " began this year; with at least three orders."
        )
        % {"measure": measures[code].label},
    )


REPORTS: Sequence[Standard] = (
    Standard(
        code="demand-by-region",
        title=pgettext_lazy("report", "Map of demand"),
        group=SALES,
        about=gettext_lazy("Where do orders come from, where do they grow, and which markets begin to matter?"),
        make=by_region,
        controls=frozenset(
            {Control.PERIOD, Control.DEPARTMENT, Control.SALESPERSON, Control.REGION},
        ),
        choices=(("province", AXES["province"].label), ("region", AXES["region"].label)),
        by_label=pgettext_lazy("report by", "By"),
        order=40,
    ),
)
