"""Lists as CSV (RFC 4180, UTF-8 with a byte order mark, as spreadsheets want it), a row at a time.

It is for programs: one table, no totals. A text that a spreadsheet would run gets an apostrophe before it.
"""

import csv
from pathlib import Path

from common.exports import cells
from common.exports.table import Table


def write(path: Path, table: Table) -> None:
    """Write the table; the rows are read once."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, lineterminator="\r\n")
        out.writerow([cells.neutral(cells.clean(head)) for head in table.heads])
        out.writerows(cells.converted(table.rows, cells.for_text(table.columns)))
