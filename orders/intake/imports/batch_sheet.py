"""The workbook of batch entry, to be filled in by hand (openpyxl)."""

from io import BytesIO

from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from orders.intake.imports.batching import COLUMNS

_HEAD = {"font": Font(bold=True), "fill": PatternFill("solid", fgColor="EDEFF3")}


def template(language: str) -> bytes:
    """An empty sheet with the heads, and a second one that says what belongs where, with examples."""
    with translation.override(language):
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = _("Orders")
        sheet.freeze_panes = "A2"
        for place, column in enumerate(COLUMNS, start=1):
            cell = sheet.cell(1, place, str(column.head))
            cell.font, cell.fill = _HEAD["font"], _HEAD["fill"]
            letter = get_column_letter(place)
            sheet.column_dimensions[letter].width = column.width
            if isinstance(column.example[0], str):
                sheet.column_dimensions[letter].number_format = "@"  # codes stay as they are typed
        _explain(book)
        out = BytesIO()
        book.save(out)
        return out.getvalue()


def _explain(book: Workbook) -> None:
    sheet = book.create_sheet(_("How to fill it in"))
    for letter, width in (("A", 24), ("B", 12), ("C", 60), ("D", 16), ("E", 16), ("F", 16)):
        sheet.column_dimensions[letter].width = width
    sheet.append([_("Column"), _("Needed"), _("What belongs there"), *[_("Example")] * 3])
    for cell in sheet[1]:
        cell.font, cell.fill = _HEAD["font"], _HEAD["fill"]
    for column in COLUMNS:
        sheet.append([str(column.head), _("yes") if column.is_needed else "", str(column.help), *column.example])
        sheet.cell(sheet.max_row, 3).alignment = Alignment(wrap_text=True, vertical="top")
