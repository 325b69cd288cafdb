"""A plan as a workbook to fill in, which the import reads again (openpyxl): a row for each whose target it is, the year
and its months beside each other."""

import io
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from common.exports.table import sheet_name
from common.templatetags import fmt

_HEAD = {"font": Font(bold=True), "fill": PatternFill("solid", fgColor="EDEFF3")}
_WIDE, _NARROW = 22, 12


def written(title: str, heads: Sequence[str], rows: Iterable[Sequence[object]], *, texts: int, is_share: bool) -> bytes:
    """The workbook; the first ``texts`` columns are words and codes, the others figures."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = sheet_name(title)
    sheet.freeze_panes = f"{get_column_letter(texts + 1)}2"
    for place, head in enumerate(heads, start=1):
        cell = sheet.cell(1, place, head)
        cell.font, cell.fill = _HEAD["font"], _HEAD["fill"]
        sheet.column_dimensions[get_column_letter(place)].width = _WIDE if place <= texts else _NARROW
    for number, row in enumerate(rows, start=2):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(number, place)
            figure = fmt.as_decimal(value) if place > texts or place == 1 else None
            if figure is not None:
                cell.value = float(figure)
                cell.number_format = "0" if place == 1 else "0.0%" if is_share else "#,##0.##"
            elif value not in (None, ""):
                cell.value, cell.data_type = str(value), "s"  # a name that begins with = stays a name
                cell.number_format = "@"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def file_name(year: int) -> str:
    """What the file is called."""
    return _("targets-%(year)s.xlsx") % {"year": year}
