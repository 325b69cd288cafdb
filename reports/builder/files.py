"""Papers as files on their way to a person: Excel, CSV, PDF."""

import tempfile
from enum import StrEnum
from pathlib import Path

from common import settings
from reports.layout import csvfile, long_pdf, workbook
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


# settings that say up to how many rows a page gives it at once; CSV is sent while it is written
LIMITS = {File.XLSX: "exports.rows_at_once", File.PDF: "exports.pdf_rows_at_once"}


def length(paper: Paper) -> int:
    """How many rows a report and its parts have."""
    return sum(len(one.rows) for one in (paper, *paper.parts))


def is_long(form: File, paper: Paper) -> bool:
    """Whether a worker should write it, and not somebody wait for it."""
    return form in LIMITS and length(paper) > settings.get(LIMITS[form])


def written(form: File, paper: Paper, made: Made, flat: Paper | None = None) -> bytes:
    """The file's content. ``flat``: the same figures one a row, for somebody's own pivot table (Excel)."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report.{form}"
        if form is File.XLSX:
            workbook.write(path, paper, made, flat)
        elif form is File.PDF:
            long_pdf.write(path, paper, made)
        else:
            csvfile.write(path, paper)
        return path.read_bytes()
