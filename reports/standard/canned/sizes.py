"""How large orders are: by amount band, on average, in the middle (R240)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from common.dates import month_end
from reports.facts import reading
from reports.facts.choices import BANDS
from reports.figures import naming
from reports.figures.dimensions import Time
from reports.figures.measures import AMOUNT
from reports.figures.narrowing import facts_seen
from reports.figures.question import stretches
from reports.figures.sql import Sql
from reports.layout.paper import Cell, Chart, Column, Definition, Form, Paper, Series, Shape
from reports.standard import asking, conditions, sheets
from reports.standard.canned.sales import WHO
from reports.standard.groups import SALES
from reports.standard.reports import Control, Standard, Wanted

_POINTS = (0.25, 0.5, 0.75, 0.9)


def distribution(wanted: Wanted) -> Paper:
    """Orders by amount band with shares, and averages, medians and quartiles month by month."""
    asked = asking.question(wanted, ("orders", "amount", "average"), rows=("band",))
    found = asking.answer(wanted, asked)
    everything = replace(found, rows=[(number,) for number in range(len(BANDS) + 1)])
    everything = replace(
        everything, names={"band": {number: naming.band(number) for number in range(len(BANDS) + 1)}}
    )  # fmt: skip
    paper = asking.paper(wanted, everything, _("Amounts of orders"))
    running = pgettext("report", "Running share")
    orders, amount = (_column(paper, code) for code in ("orders", "amount"))
    paper = _grouped(paper)
    paper = sheets.shares(paper, "orders", pgettext("report", "Share"), group=orders, running=running)
    paper = sheets.shares(paper, "amount", pgettext("report", "Share"), group=amount, running=running)
    charts = (
        Chart(Shape.BARS, _("Orders by amount"), "band", (Series("orders"),)),
        Chart(
            Shape.LINES, _("Running share by amount band"), "band", (Series("orders~running"), Series("amount~running"))
        ),
    )  # fmt: skip
    return replace(paper, charts=charts, parts=(_by_month(wanted),), definitions=(*paper.definitions, *_definitions()))


def _column(paper: Paper, key: str) -> Any:
    return paper.columns[paper.index(key)].label


def _grouped(paper: Paper) -> Paper:
    """Orders and amount as heads over their figure and its shares."""
    total = pgettext("report", "In all")
    columns = [
        replace(one, group=one.label, label=total) if one.key in ("orders", "amount") else one for one in paper.columns
    ]
    return replace(paper, columns=tuple(columns))


def _by_month(wanted: Wanted) -> Paper:
    """Of each month: how many, and where the middle, the quartiles and the upper tenth of the amounts lie."""
    asked = asking.question(wanted, ("orders",))
    found = {row[0]: row[1:] for row in _quantiles(wanted, asked.since, asked.until)}
    whole = found.pop(None, (0, None, None, None, None, None, None))
    rows = [
        sheets.row(
            (naming.stretch(Time.MONTH, month), *found.get(month, (0, *[None] * 6))),
            key=month.isoformat(),
            is_unfinished=month == wanted.today.replace(day=1),
            links=_links(wanted, asked, month) if month in found else {},
        )
        for month in stretches(Time.MONTH, asked.since, asked.until)
    ]
    series = (Series("median"), Series("average"), Series("ninth"))
    return Paper(
        title=_("Average and median order by month"),
        columns=tuple(_columns()),
        rows=rows,
        sums=(pgettext("row of a report", "Total"), *whole),
        charts=(Chart(Shape.LINES, _("Average and median order"), "month", series),),
    )


def _links(wanted: Wanted, asked: Any, month: date) -> dict[str, str]:
    days = {"since": max(asked.since, month), "until": min(asked.until, month_end(month))}
    return {"orders": asking.rows_of(wanted, asked, "orders", **days)}


def _columns() -> Iterator[Column]:
    yield Column("month", pgettext("period", "Month"))
    yield Column("orders", _("Orders"), Form.COUNT)
    yield Column("average", _("Average order"), Form.MONEY)
    yield Column("low", pgettext("quantile", "A quarter is below"), Form.MONEY)
    yield Column("median", pgettext("quantile", "Median"), Form.MONEY)
    yield Column("high", pgettext("quantile", "A quarter is above"), Form.MONEY)
    yield Column("ninth", pgettext("quantile", "A tenth is above"), Form.MONEY)
    yield Column("largest", _("Largest order"), Form.MONEY)


def _quantiles(wanted: Wanted, since: date, until: date) -> list[tuple[Cell, ...]]:
    """Month (None: all), orders, average, quartiles, upper tenth, largest."""
    sql = Sql().add(
        "SELECT date_trunc('month', m.booked_date)::date, count(*), round(avg(m.amount), 2),"
        " percentile_cont(%s::float8[]) WITHIN GROUP (ORDER BY m.amount), max(m.amount)"
        " FROM reports_ordermoments m WHERE m.booked_date BETWEEN %s AND %s",
        list(_POINTS), since, until,
    )  # fmt: skip
    sql += conditions.narrowed(wanted, "m")
    sql += facts_seen(wanted.actor, "m")
    sql.add(" GROUP BY GROUPING SETS ((1), ())")
    return [
        (month, count, average, *(round(Decimal(str(one)), 2) for one in points), largest)
        for month, count, average, points, largest in reading.fetched(sql.text, sql.given)
        if count  # the whole of nothing is a row too
    ]


def _definitions() -> Iterator[Definition]:
    yield Definition(
        pgettext("quantile", "Median"),
        _("Half of the orders are worth less, half of them more; a few very large ones do not move it."),
        exclusions=_("Drafts, void orders and types that do not count (samples, loans)"),
    )
    yield Definition(
        pgettext("report", "Running share"), _("The share of this band and all bands below it."), exclusions=""
    )  # fmt: skip


REPORTS = (
    Standard(
        code="amount-distribution",
        title=pgettext_lazy("report", "Amounts of orders"),
        group=SALES,
        about=gettext_lazy("How large are our orders: how many in each amount band, on average, in the middle?"),
        make=distribution,
        controls=frozenset({Control.PERIOD}) | WHO,
        fields=(AMOUNT,),
        order=30,
    ),
)
