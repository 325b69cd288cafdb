"""Small lists as a workbook with everything a spreadsheet offers: written by openpyxl, which is too slow for long ones.

A text is written as text, whatever it begins with.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from common.exports import cells
from common.exports.table import Table, sheet_name

_HEAD = {"font": Font(bold=True), "fill": PatternFill("solid", fgColor="EDEFF3")}
_TOTAL = {"font": Font(bold=True), "border": Border(top=Side("thin"))}
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # a spreadsheet reads _x0041_ as A


def write(path: Path, table: Table) -> None:
    """Write the table; the rows are read once."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_name(table.title))
    formats = [cells.format_of(column) for column in table.columns]
    for place, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = cells.width_of(column)
    sheet.freeze_panes = "B2"
    sheet.append([cell(sheet, head, **_HEAD) for head in table.heads])
    for row in cells.converted(table.rows, cells.for_workbook(table.columns)):
        sheet.append(_cells(sheet, row, formats))
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{table.sums.rows + 1}"
    for line in table.totals():
        sheet.append(_cells(sheet, line, formats, **_TOTAL))
    _tell(book, table)
    book.save(path)


def _tell(book: Workbook, table: Table) -> None:
    """The sheet about the list."""
    sheet = book.create_sheet(sheet_name(_("About this list")))
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 80
    sheet.append([cell(sheet, head, **_HEAD) for head in (_("What"), pgettext("fact", "Value"))])
    for label, value in table.about():
        told = cells.cut(cells.clean(value)) if isinstance(value, str) else value
        sheet.append([cell(sheet, label), cell(sheet, told, alignment=Alignment(wrap_text=True, vertical="top"))])


def _cells(sheet: Any, values: Iterable[Any], formats: list[str], **style: Any) -> list[WriteOnlyCell]:
    made = []
    for value, written in zip(values, formats, strict=True):
        one = cell(sheet, value, **style)
        if written and isinstance(value, int | float | date | datetime):
            one.number_format = written
        made.append(one)
    return made


def cell(sheet: Any, value: Any, **style: Any) -> WriteOnlyCell:
    """A cell of a sheet that is only written; a text stays a text, whatever it begins with."""
    is_text = isinstance(value, str)
    made = WriteOnlyCell(sheet, value=coded(value) if is_text else value)
    if is_text:
        made.data_type = "s"
    for name, part in style.items():
        setattr(made, name, part)
    return made


def coded(text: str) -> str:
    """The text as a workbook says it: _x0041_ would be read as A."""
    return _CODED.sub("_x005F_", text)
