"""What a list says about itself so that it can be taken away as a file (registry ``common.exports.lists``).

A file holds what the screen shows: the same columns, order, conditions and sort, and nothing that the person does not
see there. A list is registered by the room that draws it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from common import errors
from common.conditions.kinds import NUMBERS, Kind
from common.exports.tallies import UNTOLD, Counts
from common.registry import Registry

Text = str | Promise


@dataclass(frozen=True)
class Column:
    """A column of a file. ``width`` is in characters, 0: what its kind usually needs; ``format`` is that of a
    spreadsheet ("" for the kind's own); ``is_summed``: its numbers are added up below the last row.

    Values: text of TEXT, CODE and CHOICE; Decimal, int or float of NUMBER and MONEY; date; aware moment; bool of FLAG;
    texts of TAGS; None for nothing.
    """

    key: str
    label: Text
    kind: Kind = Kind.TEXT
    width: int = 0
    format: str = ""
    is_summed: bool = False

    @property
    def is_number(self) -> bool:
        return self.kind in NUMBERS


@dataclass(frozen=True)
class Sheet:
    """A list as one person asked for it. ``rows`` starts reading: plain tuples in the order of ``columns``, a batch at
    a time; ``count`` gives the number of rows and whether it is an estimate, which it is not where it is told to be
    exact. ``sums_by`` is the key of the column whose values (currencies) must not be added up together. ``condition``
    says in words what the rows have in common, a line each. ``write`` (path, format, heading, tell) writes a list that
    is more than a table its own way instead and gives the number of rows; ``rows`` is not read then. ``whom`` says
    after the writing whom the rows were about (``tallies``), ``dict`` where they are about nobody; left out: that
    cannot be told apart, and the file is noted as one that may be about anybody. ``is_long``: a worker writes it
    whatever it counts: what it holds takes too long to be worked out while somebody waits."""

    columns: Sequence[Column]
    rows: Callable[[], Iterator[tuple[Any, ...]]]
    count: Callable[[bool], tuple[int, bool]]
    condition: Sequence[str] = ()
    sums_by: str = ""
    sorted_by: Text = ""
    write: Callable[[Path, str, Any, Callable[[int, int], None]], int] | None = None
    whom: Callable[[], Counts | None] = lambda: UNTOLD
    is_long: bool = False


@dataclass(frozen=True)
class Asked:
    """What somebody wants of a list: the query string of its page, the keys of the columns (None: those that he sees
    there now), and the moment that days count from."""

    query: QueryDict
    at: datetime
    columns: Sequence[str] | None = None


@dataclass(frozen=True)
class Limits:
    """The settings that say up to how many rows a file is written while somebody waits, and how many it may have."""

    at_once: str = "exports.rows_at_once"
    most: str = "exports.max_rows"


FORMS: Mapping[str, Limits] = {"xlsx": Limits(), "csv": Limits()}  # of every table


@dataclass(frozen=True)
class ExportList:
    """A list that can be taken away. ``verb`` is the right to look at it, ``url_name`` its page; ``open`` reads for an
    actor what is asked, and raises Invalid for conditions that cannot be read. ``conditions`` are the names that the
    query string of its page may hold beside order and place; ``title`` names what was asked for, where that is more
    than the list; ``forms`` are the files that it can become."""

    label: Text
    verb: str
    url_name: str
    open: Callable[[Any, Asked], Sheet]
    conditions: Collection[str]
    title: Callable[[QueryDict], str] | None = None
    forms: Mapping[str, Limits] = field(default_factory=lambda: FORMS)

    def require_known(self, query: QueryDict) -> None:
        """Raise Invalid for a name that the list does not know: what is misspelt would take everything away."""
        unknown = [name for name in query if name not in self.conditions and name not in PLACE]
        if unknown:
            words = [_("The list has no condition “%(name)s”.") % {"name": name[:60]} for name in unknown[:10]]
            raise errors.Invalid(fields={"query": [*words]})


PLACE = frozenset({"sort", "cursor", "page_size"})  # of every list's page
lists: Registry[ExportList] = Registry("common.exports.lists")


@dataclass
class Sums:
    """Totals of the rows that went by: of every summed column, one set for each value of ``by`` ("" for all)."""

    columns: Sequence[Column]
    by: str = ""
    rows: int = 0
    found: dict[str, list[Any]] = field(default_factory=dict)

    def watching(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        """The same rows, counted and added up as they go by."""
        keys = [column.key for column in self.columns]
        places = [place for place, column in enumerate(self.columns) if column.is_summed]
        by = keys.index(self.by) if self.by in keys else None
        for row in rows:
            self.rows += 1
            if places:
                sums = self.found.setdefault("" if by is None else str(row[by] or ""), [0] * len(places))
                for index, place in enumerate(places):
                    if row[place] is not None:
                        sums[index] += row[place]
            yield row

    def lines(self, label: str) -> list[tuple[Any, ...]]:
        """Rows to stand below the others: ``label`` in the first column that has no total of its own."""
        summed = [place for place, column in enumerate(self.columns) if column.is_summed]
        by = next((place for place, column in enumerate(self.columns) if column.key == self.by), None)
        free = next((place for place in range(len(self.columns)) if place not in summed and place != by), None)
        lines = []
        for value, sums in sorted(self.found.items()):
            line: list[Any] = [None] * len(self.columns)
            for place, total in zip(summed, sums, strict=True):
                line[place] = float(total)
            if by is not None:
                line[by] = value
            if free is not None:
                line[free] = label
            lines.append(tuple(line))
        return lines
