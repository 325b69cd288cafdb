"""Papers as files on their way to a person: Excel, CSV, PDF."""

import tempfile
from enum import StrEnum
from pathlib import Path

from reports.layout import csvfile, pdf, workbook
from reports.layout.paper import Made, Paper


class File(StrEnum):
    """The files that a report may be taken away as."""

    XLSX = "xlsx"
    CSV = "csv"
    PDF = "pdf"


CONTENT_TYPES = {
    File.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    File.CSV: "text/csv; charset=utf-8",
    File.PDF: "application/pdf",
}


def written(form: File, paper: Paper, made: Made, flat: Paper | None = None) -> bytes:
    """The file's content. ``flat``: the same figures one a row, for somebody's own pivot table (Excel)."""
    if form is File.PDF:
        return pdf.write(paper, made)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report.{form}"
        if form is File.XLSX:
            workbook.write(path, paper, made, flat)
        else:
            csvfile.write(path, paper)
        return path.read_bytes()
