"""Reports as files of the export engine: what a figure counts, row by row, and reports with all their rows. Long ones
are written by a worker, with progress (R259)."""

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from accounts import policies as rights
from common import dates
from common.conditions.kinds import Kind as Value
from common.exports import plain, writing
from common.exports.lists import FORMS, Asked, Column, ExportList, Limits, Sheet, lists
from common.exports.tallies import UNTOLD, Counts
from reports.builder import files, making, waiting
from reports.deliveries import policies
from reports.figures import papers, parameters
from reports.figures import queries as figures
from reports.figures.answers import Fact
from reports.figures.dimensions import AXES
from reports.figures.measures import AMOUNT, COST, MARGIN
from reports.layout import csvfile, long_pdf, workbook
from reports.layout.paper import Made, Paper
from reports.standard import parameters as standard_parameters
from reports.standard import queries as standard

ROWS, REPORT = "report-rows", "report"
_EVERY = 500  # rows between two words on how far it is
MOST_ROWS = 100_000  # of a report; what is beyond becomes one row
_QUESTION = {*parameters.NAMES, *(parameters.filter_name(code) for code in AXES), "chart"}
LATER = waiting.LATER
_BESIDE = {"name", "standard", "after", "by", LATER}
_STANDARD = {name for names in standard_parameters.NAMES.values() for name in names}

FIELDS: dict[str, tuple[Column, Callable[[Fact], Any]]] = {
    column.key: (column, get)
    for column, get in (
        (Column("day", gettext_lazy("Day"), Value.DATE), lambda one: one.day),
        (Column("kind", gettext_lazy("What happened"), Value.CHOICE, width=24), lambda one: str(one.kind.label)),
        (Column("order", gettext_lazy("Order"), Value.CODE, width=20), lambda one: one.order),
        (Column("line", gettext_lazy("Line"), Value.NUMBER, format="0"), lambda one: one.line_no or None),
        (Column("customer", gettext_lazy("Customer"), width=32), lambda one: one.customer),
        (Column("product", gettext_lazy("Product"), width=32), lambda one: one.product),
        (
            Column("cases", pgettext_lazy("facts", "Cases"), Value.NUMBER, format="0", is_summed=True),
            lambda one: one.orders or one.lines,
        ),
        (Column("right", pgettext_lazy("facts", "Right"), Value.NUMBER, format="0"), lambda one: one.hits),
        (Column("quantity", gettext_lazy("Quantity"), Value.NUMBER, is_summed=True), lambda one: one.quantity),
        (Column("amount", gettext_lazy("Amount"), Value.MONEY, is_summed=True), lambda one: one.amount),
        (Column("net", gettext_lazy("Net amount"), Value.MONEY, is_summed=True), lambda one: one.net),
        (Column("cost", gettext_lazy("Cost"), Value.MONEY, is_summed=True), lambda one: one.cost),
    )
}


def open_rows(actor: Any, asked: Asked) -> Sheet:
    """What a figure counts, as ``actor`` sees it: all of it, the latest first."""
    today = dates.business_day(asked.at)
    question = parameters.read(_given(asked.query), today, measures=("orders",))
    offered = {key: one for key, one in FIELDS.items() if key not in _hidden(actor)}
    fields = plain.pick(offered, [*offered] if asked.columns is None else asked.columns)
    given: dict[str, Any] = {"actor": actor, "asked": question, "today": today}
    paper = papers.made_of(figures.ask(**given), title="", today=today)

    def rows() -> Iterator[tuple[Any, ...]]:
        for one in figures.every_fact_of(**given):
            yield tuple([get(one) for _column, get in fields])

    return Sheet(
        columns=[column for column, _get in fields],
        rows=rows,
        count=lambda _exactly: (figures.count_facts(**given), False),
        condition=[
            _line(pgettext("figures", "Measure"), question.asked[0].label),
            *(_line(*one) for one in paper.facts),
        ],
        sorted_by=gettext_lazy("Day"),
        whom=lambda: _whom(figures.customers_of(**given)),
    )


def _hidden(actor: Any) -> set[str]:
    hidden = {"amount", "net"} if rights.effect(actor, AMOUNT) else set()
    return hidden | ({"cost"} if any(rights.effect(actor, one) for one in (COST, MARGIN)) else set())


def open_report(actor: Any, asked: Asked) -> Sheet:
    """A report with all its rows, as its own workbook, on paper or as CSV; a question without its “rows at most”. One
    that takes long (``LATER``) is worked out only when a worker writes it."""
    made = functools.cache(lambda: _made(actor, asked))

    def write(path: Path, form: str, heading: writing.Heading, tell: writing.Tell) -> int:
        paper, flat = made()
        if form == writing.CSV:
            _write_csv(path, _for_programs(actor, asked) or paper, tell)
        elif form == writing.PDF:
            long_pdf.write(path, paper, Made(heading.who, heading.at), tell)
        else:
            workbook.write(path, paper, Made(heading.who, heading.at), flat, tell)
        return _length(paper)

    sheet = Sheet(
        columns=[],
        rows=lambda: iter(()),
        count=lambda _exactly: (0, True),
        condition=[title_of(asked.query)],
        write=write,
        whom=lambda: _whom(_customers_of(actor, asked)),
        is_long=True,
    )
    if asked.query.get(LATER):
        return sheet
    paper, _flat = made()
    return replace(
        sheet,
        columns=[Column(one.key, one.label) for one in paper.columns if not one.is_hidden],
        count=lambda _exactly: (_length(paper), False),
        condition=[_line(*one) for one in paper.facts],
        is_long=False,
    )


def _whom(found: Mapping[int, int] | None) -> Counts | None:
    return UNTOLD if found is None else {"customers": found}


def _customers_of(actor: Any, asked: Asked) -> Mapping[int, int] | None:
    """The customers that a question is about; of a standard report nobody can say."""
    if asked.query.get("standard", ""):
        return None
    today = dates.business_day(asked.at)
    return figures.customers_of(actor=actor, asked=parameters.read(_given(asked.query), today), today=today)


def _made(actor: Any, asked: Asked) -> tuple[Paper, Paper | None]:
    given, code = _given(asked.query), asked.query.get("standard", "")
    if code:
        return standard.made(actor, code, given, dates.business_day(asked.at)), None
    given.pop("top", None)
    title = title_of(asked.query)
    found = making.ready(actor=actor, given=given, title=title, at=asked.at, most=MOST_ROWS, with_flat=True)
    return found.paper, found.flat


def _for_programs(actor: Any, asked: Asked) -> Paper | None:
    """The same with a row for each combination; None where it is no tree."""
    given = _given(asked.query)
    given.pop("top", None)
    if asked.query.get("standard", "") or "," not in given.get("rows", ""):
        return None
    title = title_of(asked.query)
    return making.ready(actor=actor, given=given, title=title, at=asked.at, most=MOST_ROWS, is_tree=False).paper


def _given(query: QueryDict) -> dict[str, str]:
    beside = _BESIDE - {"by"} if query.get("standard") else _BESIDE
    return {str(name): str(value) for name, value in query.items() if name not in beside}


def _write_csv(path: Path, paper: Paper, tell: writing.Tell) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        for done, line in enumerate(csvfile.lines(paper)):
            file.write(line)
            if done % _EVERY == 0:
                tell(done, len(paper.rows))


def _length(paper: Paper) -> int:
    return sum(len(one.rows) for one in (paper, *paper.parts))


def _line(label: Any, value: Any) -> str:
    return _("%(label)s: %(value)s") % {"label": label, "value": value}


def title_of(query: QueryDict) -> str:
    """What a report's file is called."""
    found = standard.standard.get(query.get("standard", ""))
    return str(query.get("name", "")).strip()[:80] or str(found.title if found else _("Statistics"))


def register() -> None:
    """Called once from this room's wiring."""
    lists.register(
        ROWS,
        ExportList(
            gettext_lazy("What a figure counts"), policies.EXPORT, "reports:facts", open_rows, _QUESTION | {"after"}
        ),
    )
    lists.register(
        REPORT,
        ExportList(
            pgettext_lazy("figures", "Report"),
            policies.EXPORT,
            "reports:builder",
            open_report,
            _QUESTION | _STANDARD | _BESIDE,
            title=title_of,
            forms={**FORMS, writing.PDF: Limits(files.LIMITS[files.File.PDF], "exports.max_pdf_rows")},
        ),
    )
