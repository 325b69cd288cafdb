"""A report as CSV (UTF-8 with a byte order mark, RFC 4180), a row at a time: one table of records for programs, without
sums, charts and words about it. A text that a spreadsheet would run gets an apostrophe before it."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import pgettext

from common import dates
from common.conditions.kinds import Kind
from common.exports import cells
from common.exports.lists import Column as ListColumn
from common.templatetags import fmt
from reports.layout import heads
from reports.layout.paper import Cell, Column, Form, Paper, Shape

_KINDS = {Form.TEXT: Kind.TEXT, Form.DAY: Kind.TEXT, Form.MONEY: Kind.MONEY}
_MARK = "\ufeff"


class _Echo:
    """A file that gives back what is written into it."""

    def write(self, text: str) -> str:
        return text


def lines(paper: Paper) -> Iterator[str]:
    """The file line by line, for an answer that is sent while it is made."""
    if paper.parts and not paper.columns:
        paper = _joined(paper)
    shown = paper.shown
    columns = [paper.columns[place] for place in shown]
    forms = [column.form for column in columns]
    converts = cells.for_text([ListColumn(one.key, one.label, _KINDS.get(one.form, Kind.NUMBER)) for one in columns])
    out = csv.writer(_Echo(), lineterminator="\r\n")
    yield _MARK + out.writerow([cells.neutral(cells.clean(name)) for name in heads.unique(columns)])
    if not shown:
        return
    is_bridge = any(one.shape == Shape.STEPS for one in paper.charts)  # where it begins and ends is a record too
    records = (
        tuple(_plain(row.cells[place], form) for place, form in zip(shown, forms, strict=True))
        for row in paper.rows
        if not row.is_sum or is_bridge
    )
    for record in cells.converted(records, converts):
        yield out.writerow(record)


def _joined(paper: Paper) -> Paper:
    """The parts of a report that has no table of its own as one: a column says whose row it is. Values that the parts
    write differently, money here and shares there, stand as plain numbers."""
    known: dict[str, Column] = {}
    for one in paper.parts:
        for column in one.columns:
            was = known.setdefault(column.key, column)
            if was.form != column.form:
                known[column.key] = replace(was, form=Form.FACTOR if was.is_number and column.is_number else Form.TEXT)
            if not column.is_hidden and was.is_hidden:
                known[column.key] = replace(known[column.key], is_hidden=False)
    rows = []
    for one in paper.parts:
        for row in one.rows:
            mine = {
                column.key: _cents(value) if column.form == Form.MONEY else value
                for column, value in zip(one.columns, row.cells, strict=True)
            }
            rows.append(replace(row, cells=(str(one.title), *(mine.get(key) for key in known))))
    head = Column("~part", pgettext("of a report", "Table"))
    return replace(paper, columns=(head, *known.values()), rows=rows, parts=())


def _cents(value: Cell) -> Cell:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP) if isinstance(value, Decimal) else value


def write(path: Path, paper: Paper) -> None:
    """The same into a file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines(paper))


def _plain(value: Cell, form: Form) -> Any:
    """A value as the writer of lists knows it: text or number; a day is YYYY-MM-DD."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        value = dates.business_day(value) if value.tzinfo else value.date()
    if form in (Form.TEXT, Form.DAY):
        return value.isoformat() if isinstance(value, date) else str(value)
    return value if isinstance(value, int | float | Decimal) else fmt.as_decimal(value)
