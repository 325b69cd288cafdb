"""The heads of a table: groups over columns, and one-line names that come once. Pure."""

from collections.abc import Sequence
from itertools import groupby

from common.exports.cells import clean
from reports.layout import wording
from reports.layout.paper import Column


def groups(columns: Sequence[Column]) -> list[tuple[str, int]]:
    """The upper row of a head: label and how many columns it covers, "" over those without; [] where none has one."""
    if not any(str(column.group) for column in columns):
        return []
    return [(label, len(list(found))) for label, found in groupby(columns, key=lambda column: str(column.group))]


def unique(columns: Sequence[Column]) -> list[str]:
    """One line a head, the group before it; one that comes twice is numbered, as a table of a workbook wants it."""
    taken: set[str] = set()
    names = []
    for column in columns:
        whole = " ".join(clean(wording.whole(column)).split()) or column.key
        number, name = 1, whole
        while name.casefold() in taken:
            number += 1
            name = f"{whole} ({number})"
        taken.add(name.casefold())
        names.append(name)
    return names
