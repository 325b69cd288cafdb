"""The report of an import as a workbook (openpyxl, streamed)."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from common.exports.cells import neutral

_WIDTHS = (12, 28, 9, 14, 30, 24, 30, 22, 70)


def write_report(path: Path, summary: dict[str, Any], rows: Iterable[dict[str, Any]], head: Sequence[str]) -> None:
    """Two sheets: every issue, and the counts."""
    book = Workbook(write_only=True)
    issues = book.create_sheet(_("Report"))
    for index, width in enumerate(_WIDTHS, start=1):
        issues.column_dimensions[get_column_letter(index)].width = width
    issues.freeze_panes = "A2"
    issues.append([_bold(issues, name) for name in head])
    for row in rows:
        issues.append([neutral(row[name]) for name in head])
    counts = book.create_sheet(_("Summary"))
    counts.append([_bold(counts, name) for name in ("entity", "taken", "skipped", "refused")])
    for entity, numbers in summary.get("rows", {}).items():
        counts.append([entity, numbers["taken"], numbers["skipped"], numbers["refused"]])
    book.save(path)


def _bold(sheet: Any, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    return cell
