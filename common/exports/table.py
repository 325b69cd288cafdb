"""A table on its way into a file: title, columns, rows that are read once, and what stands about it."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import pgettext

from common.exports.lists import Column, Sums

SHEET_ROWS = 1_000_000  # a sheet of a workbook holds 1,048,576: room for the head and the totals
_NAME_LENGTH = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
Facts = list[tuple[str, Any]]


@dataclass
class Table:
    """``expected`` is how many rows there will be, exactly where it is more than a sheet holds. ``about`` gives label
    and value of what is to be told of the file; it is asked once all rows were read."""

    title: str
    columns: Sequence[Column]
    rows: Iterator[tuple[Any, ...]]
    expected: int
    sums: Sums
    about: Callable[[], Facts]

    @cached_property
    def heads(self) -> list[str]:
        """The labels; one that comes twice is numbered."""
        seen: dict[str, int] = {}
        heads = []
        for column in self.columns:
            label = str(column.label)
            seen[label] = seen.get(label, 0) + 1
            heads.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
        return heads

    @property
    def sheets(self) -> list[str]:
        """The names of the sheets that the rows need."""
        name = sheet_name(self.title)
        number = max(1, -(-self.expected // SHEET_ROWS))
        return [name if place == 1 else f"{name[: _NAME_LENGTH - 3]} {place}" for place in range(1, number + 1)]

    def totals(self) -> list[tuple[Any, ...]]:
        """The rows below the last one, ready for a workbook: sums of what was read."""
        return self.sums.lines(pgettext("row of sums", "Total")) if self.sums.rows else []


def sheet_name(text: str) -> str:
    """A name that a workbook takes for a sheet."""
    name = _FORBIDDEN.sub(" ", text).strip().strip("'").strip()
    return name[:_NAME_LENGTH] or "1"
