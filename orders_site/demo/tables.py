"""The small tables beside this package: a row a line, cells between bars, `#` begins a remark."""

from collections.abc import Iterator
from pathlib import Path

_HERE = Path(__file__).parent


def read(name: str) -> Iterator[list[str]]:
    """The rows of a table as lists of cells."""
    for line in (_HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("# "):
            yield [cell.strip() for cell in line.split("|")]
