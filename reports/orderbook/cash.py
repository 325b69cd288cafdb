"""From order to money (R246): what was ordered, shipped, returned, invoiced and received, side by side; how much of
what was delivered is not invoiced. Kept sums only."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.figures import papers, queries
from reports.figures.dimensions import AXES, Time
from reports.figures.measures import measures
from reports.figures.question import MOST_DAYS, Question, stretches
from reports.layout.paper import Cell, Chart, Column, Definition, Form, Paper, Row, Series, Shape
from reports.standard import asking, conditions
from reports.standard.reports import Wanted

ZERO = Decimal(0)
BY = tuple((code, AXES[code].label) for code in (Time.MONTH, "department", "salesperson", "customer", "region", "type"))
FLOWS = ("amount", "shipped", "returned", "invoiced", "received")
DELIVERED = ("shipped", "returned", "unbilled", "invoiced")
FIRST = date(1990, 1, 1)


def make(wanted: Wanted) -> Paper:
    """The flows of the period as the builder has them; by month what is not invoiced stands beside them, as each month
    ends. Raises as ``figures.queries.ask``."""
    is_time = wanted.by == Time.MONTH
    asked = Question(
        FLOWS, wanted.since, wanted.until, rows=(wanted.by,), filters=conditions.filters(wanted),
        against=wanted.against, order_by="" if is_time else "amount", top=0 if is_time else wanted.top,
    )  # fmt: skip
    answer = queries.ask(actor=wanted.actor, asked=asked, today=wanted.today)
    paper = papers.made_of(
        answer,
        title=_("From order to money"),
        today=wanted.today,
        here=asking.builder_at(wanted),
        rows_at=asking.rows_at(wanted),
    )
    charts = tuple(_charts(wanted, is_time))
    # all that ever was, told by category: kept sums tell it of all, of departments and, by index, of a customer
    parts = (_open(wanted),) if is_time and not (wanted.salesperson or wanted.region) else ()
    return Paper(
        title=paper.title,
        columns=paper.columns,
        rows=paper.rows,
        sums=paper.sums,
        facts=paper.facts,
        charts=charts,
        definitions=paper.definitions,
        notes=paper.notes,
        problem=paper.problem,
        parts=parts,
    )


def _charts(wanted: Wanted, is_time: bool) -> Iterator[Chart]:
    shape = Shape.LINES if is_time and wanted.since < wanted.until - timedelta(days=70) else Shape.BARS
    series = tuple(Series(code) for code in ("amount", "shipped", "invoiced", "received"))
    yield Chart(shape, _("Ordered, shipped, invoiced, received"), wanted.by, series)


# --- delivered and not invoiced ---------------------------------------------------------------


def _open(wanted: Wanted) -> Paper:
    """Month by month what was delivered and is not invoiced, of goods alone: freight is on invoices and in no
    shipment."""
    before = _goods(wanted, FIRST, wanted.since - timedelta(days=1), "")
    during = _goods(wanted, wanted.since, min(wanted.until, wanted.today), str(Time.MONTH))
    opening, rows = _left(before.get(None, {})), []
    for month in stretches(Time.MONTH, wanted.since, min(wanted.until, wanted.today)):
        one = during.get(month, {})
        closing = opening + _left(one)
        figures: tuple[Cell, ...] = (opening, *(one.get(code, ZERO) for code in DELIVERED), closing)
        is_open = (month.year, month.month) == (wanted.today.year, wanted.today.month)
        rows.append(Row((f"{month:%Y-%m}", *figures), key=month.isoformat(), is_unfinished=is_open))
        opening = closing
    title = _("Delivered and not invoiced")
    return Paper(
        title=title,
        columns=tuple(_columns()),
        rows=rows,
        charts=(Chart(Shape.BARS, title, "month", (Series("closing"),)),),
        definitions=(
            Definition(
                title,
                _("What was shipped or performed less what came back and what was invoiced, since the beginning; below"
                  " zero where invoices went out ahead of the goods."),
                _("Shipped − returned − delivered without an invoice − invoiced"),
                exclusions=_("Freight; orders that get no invoice here: history, and types without invoices. What was"
                             " lost on the way and shipped again counts with both shipments."),
            ),
        ),
    )  # fmt: skip


def _columns() -> Iterator[Column]:
    yield Column("month", pgettext("period", "Month"))
    yield Column("opening", pgettext("backlog", "Opening"), Form.MONEY)
    for code in DELIVERED:
        yield Column(code, measures[code].label, Form.MONEY)
    yield Column("closing", pgettext("backlog", "Closing"), Form.MONEY)


def _goods(wanted: Wanted, since: date, until: date, by: str) -> dict[Any, dict[str, Decimal]]:
    """Month (None: all of it) → measure → amount of lines: told by category, freight belongs to none."""
    if until < since:
        return {}
    since = max(since, until - timedelta(days=MOST_DAYS))
    filters = conditions.filters(wanted)
    asked = Question(DELIVERED, since, until, rows=(by,) if by else (), column="category", filters=filters)
    answer = queries.ask(actor=wanted.actor, asked=asked, today=wanted.today)
    found: dict[Any, dict[str, Decimal]] = {}
    for key, group in answer.groups.items():
        mine = found.setdefault(key[0] if by else None, {})
        for code in DELIVERED:
            mine[code] = mine.get(code, ZERO) + (measures[code].value(group.sums) or ZERO)
    return found


def _left(one: dict[str, Decimal]) -> Decimal:
    return one.get("shipped", ZERO) - sum(one.get(code, ZERO) for code in DELIVERED[1:])
