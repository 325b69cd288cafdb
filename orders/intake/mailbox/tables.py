"""Rows out of the files of a mail: each workbook and CSV is read by the import's reading child, within its limits."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from common.imports import sandbox
from common.imports.models import ImportFile
from orders.intake.mailbox.recognising import MOST_ROWS, Recognised, of_table

LIMITS = sandbox.Limits(rows=20_000, unpacked=50 << 20, memory=400 << 20, seconds=20)
ENDINGS = (".xlsx", ".csv", ".tsv")
MOST_FILES = 5


def recognise(files: Sequence[tuple[str, bytes]]) -> Recognised:
    """What the tables among these files say; nothing of those that are none, broken or too large."""
    found = Recognised()
    tables = [(name, data) for name, data in files if name.lower().endswith(ENDINGS)][:MOST_FILES]
    if not tables:
        return found
    with tempfile.TemporaryDirectory(prefix="intake-") as folder:
        asked = []
        for number, (name, data) in enumerate(tables):
            path = Path(folder) / f"{number}{Path(name).suffix.lower()}"
            path.write_bytes(data)
            asked.append(ImportFile(sequence=number, name=name[:200], path=str(path), size=len(data)))
        told = sandbox.peek(asked, LIMITS, rows=MOST_ROWS + 50)
    for number in range(len(tables)):
        answer = told.get(number, {})
        if "failed" not in answer and answer:
            found.take(of_table([answer["columns"], *answer["rows"]]))
    return found
