"""Tables out of the files of a mail: each workbook and CSV is read by the import's reading child, within its limits."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from common.imports import sandbox
from common.imports.models import ImportFile
from orders.intake.mailbox.recognising import of_table

LIMITS = sandbox.Limits(rows=20_000, unpacked=50 << 20, memory=400 << 20, seconds=20)
ENDINGS = (".xlsx", ".csv", ".tsv")
MOST_FILES = 5
MOST_ROWS = 500


def read(files: Sequence[tuple[str, bytes]]) -> tuple[list[str], dict[str, str]]:
    """The tables of lines among these files, as texts with tabs, and what is said above them of the whole order;
    nothing of files that are no tables, broken or too large."""
    asked = [(name, data) for name, data in files if name.lower().endswith(ENDINGS)][:MOST_FILES]
    if not asked:
        return [], {}
    with tempfile.TemporaryDirectory(prefix="intake-") as folder:
        rows = []
        for number, (name, data) in enumerate(asked):
            path = Path(folder) / f"{number}{Path(name).suffix.lower()}"
            path.write_bytes(data)
            rows.append(ImportFile(sequence=number, name=name[:200], path=str(path), size=len(data)))
        told = sandbox.peek(rows, LIMITS, rows=MOST_ROWS)
    texts: list[str] = []
    said: dict[str, str] = {}
    for number in range(len(asked)):
        answer = told.get(number, {})
        if answer and "failed" not in answer:
            text, above = of_table([answer["columns"], *answer["rows"]])
            texts += [text] if text else []
            said = {**above, **said}
    return texts, said
