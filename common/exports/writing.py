"""From a list as somebody asked for it to a file: the one interface of all writers."""

import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common import dates
from common.exports import comma_files, long_workbooks, styled_workbooks
from common.exports.lists import Sheet, Sums
from common.exports.table import Facts, Table

STYLED_ROWS = 1_000  # openpyxl writes so many within half a second
XLSX, CSV, PDF = "xlsx", "csv", "pdf"  # on paper only what writes itself
CONTENT_TYPES = {
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    CSV: "text/csv; charset=utf-8",
    PDF: "application/pdf",
}
Tell = Callable[[int, int], None]  # rows done, rows expected
_EVERY = 0.5  # seconds between two words on how far it is


@dataclass(frozen=True)
class Heading:
    """What is told of a file beside its rows: the list, who took it away, when."""

    title: str
    who: str
    at: datetime


def silent(done: int, total: int) -> None:
    """Tell nobody."""


def write(path: Path, form: str, sheet: Sheet, heading: Heading, tell: Tell = silent) -> Sums:
    """Write the list to ``path`` and give the totals of what was written. Rows are read in one statement, so the file
    is the list of one moment; memory does not grow with it. What ``tell`` raises ends the writing."""
    if sheet.write is not None:
        count = sheet.write(path, form, heading, tell)
        tell(count, count)
        return Sums(sheet.columns, rows=count)
    expected, _is_estimate = sheet.count(form == XLSX)  # a workbook has as many sheets as it needs
    sums = Sums(sheet.columns, sheet.sums_by)
    with closing(_read(sheet, expected, tell)) as rows:
        table = Table(
            title=heading.title,
            columns=sheet.columns,
            rows=sums.watching(rows),
            expected=expected,
            sums=sums,
            about=lambda: _facts(sheet, heading, sums),
        )
        _writer_of(form, expected)(path, table)
    tell(sums.rows, sums.rows)
    return sums


def _writer_of(form: str, expected: int) -> Callable[[Path, Table], None]:
    if form == CSV:
        return comma_files.write
    return styled_workbooks.write if expected <= STYLED_ROWS else long_workbooks.write


def _read(sheet: Sheet, expected: int, tell: Tell) -> Generator[tuple[Any, ...], None, None]:
    """The rows, in a transaction that ends with the last of them: the cursor on the server lives in it, and putting
    the file together may take longer than a session may stay idle."""
    last = time.monotonic()
    with transaction.atomic():
        for done, row in enumerate(sheet.rows()):
            if not done % 500 and time.monotonic() - last >= _EVERY:
                last = time.monotonic()
                tell(done, max(done, expected))
            yield row


def _facts(sheet: Sheet, heading: Heading, sums: Sums) -> Facts:
    """What the sheet about the list says."""
    facts: Facts = [(_("List"), heading.title)]
    facts += [(_("Condition"), line) for line in sheet.condition] or [(_("Condition"), _("none: all rows"))]
    if sheet.sorted_by:
        facts.append((_("Sorted by"), str(sheet.sorted_by)))
    local = heading.at.astimezone(dates.business_zone())
    facts += [
        (_("Exported by"), heading.who),
        (_("Exported at"), f"{local:%Y-%m-%d %H:%M} ({local.tzname() or ''})"),
        (_("Rows"), sums.rows),
    ]
    summed = [column for column in sheet.columns if column.is_summed]
    for value, totals in sorted(sums.found.items()):
        for column, total in zip(summed, totals, strict=True):
            facts.append(
                (" ".join(filter(None, [pgettext("row of sums", "Total"), str(column.label), value])), float(total))
            )
    return facts
