"""Long lists as a workbook: written by rustpy-xlsxwriter, row by row, in constant memory.

Text is handed over as text and never becomes a formula or a link. The writer takes dictionaries, names the columns by
their keys, and reads the sheets one after the other: the sheet about the list is asked when all rows went by.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from rustpy_xlsxwriter import Format, write_worksheets

from common import errors
from common.exports import cells
from common.exports.table import SHEET_ROWS, Table, sheet_name

_HEAD_FILL = "#EDEFF3"


def write(path: Path, table: Table) -> None:
    """Write the table; the rows are read once. Raises Conflict when more came than were counted."""
    names, about = table.sheets, sheet_name(_("About this list"))
    widths: list[float] = [cells.width_of(column) for column in table.columns]
    formats = [Format().set_num_format(cells.format_of(column) or "General") for column in table.columns]
    head = Format().set_bold().set_background_color(_HEAD_FILL)
    rows = _rows(table)
    sheets = [(name, _of_one_sheet(table, rows, is_last=name == names[-1])) for name in names]
    has_totals = any(column.is_summed for column in table.columns)
    write_worksheets(
        [*sheets, (about, _facts(table))],
        str(path),
        freeze_panes={name: {"row": 1, "col": 1} for name in names},
        autofilter=dict.fromkeys(names, not has_totals),  # its range would take the totals for rows
        column_widths={**dict.fromkeys(names, widths), about: [24.0, 80.0]},
        column_formats=dict.fromkeys(names, formats),
        header_format=dict.fromkeys([*names, about], head),
    )


def _rows(table: Table) -> Iterator[dict[str, Any]]:
    heads = table.heads
    for row in cells.converted(table.rows, cells.for_workbook(table.columns)):
        yield dict(zip(heads, row, strict=True))


def _of_one_sheet(table: Table, rows: Iterator[dict[str, Any]], *, is_last: bool) -> Iterator[dict[str, Any]]:
    yield from islice(rows, SHEET_ROWS)
    if not is_last:
        return
    if next(rows, None) is not None:
        raise errors.Conflict(_("The list grew while it was written. Export it again."))
    if totals := table.totals():
        yield dict.fromkeys(table.heads)  # an empty row: a filter set by hand ends above the totals
        for line in totals:
            yield dict(zip(table.heads, line, strict=True))


def _facts(table: Table) -> Iterator[dict[str, Any]]:
    columns = (_("What"), pgettext("fact", "Value"))
    for label, value in table.about():
        yield {columns[0]: label, columns[1]: cells.cut(cells.clean(value)) if isinstance(value, str) else value}
