"""A wide table made narrow where it is read: columns that say more of another stand below its value, what is seldom
asked for behind it. Files for programs and workbooks keep every column. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reports.layout import wording
from reports.layout.paper import Cell, Column, Form, Paper, Row


@dataclass(frozen=True)
class Stacked:
    """A value with what stands below it, and what can be opened there. As a number it is the value."""

    value: Cell
    lines: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "" if self.value is None else str(self.value)


def folded(paper: Paper) -> Paper:
    """The paper without the columns that stand below others; itself where there are none. What a chart draws stays."""
    drawn = {key for chart in paper.charts for one in chart.series for key in (one.column, one.low, one.high)}
    seen = {column.key for column in paper.columns if not column.is_hidden and not column.under}
    below: dict[str, list[int]] = {}
    for place, column in enumerate(paper.columns):
        if column.under in seen and column.key not in drawn and not column.is_hidden:
            below.setdefault(column.under, []).append(place)
    if not below:
        return paper
    gone = {place for places in below.values() for place in places}
    kept = [place for place in range(len(paper.columns)) if place not in gone]

    def cells(given: Sequence[Cell]) -> tuple[Cell, ...]:
        return tuple(_cell(paper.columns, given, place, below) for place in kept)

    rows: list[Row] = [replace(row, cells=cells(row.cells)) for row in paper.rows]
    columns = tuple(paper.columns[place] for place in kept)
    return replace(paper, columns=columns, rows=rows, sums=cells(paper.sums) if paper.sums else ())


def _cell(columns: Sequence[Column], given: Sequence[Cell], place: int, below: dict[str, list[int]]) -> Cell:
    found: dict[bool, list[str]] = {False: [], True: []}
    for one in below.get(columns[place].key, ()):
        column, value = columns[one], given[one]
        if value is None or value == "":
            continue
        text = wording.written(value, Form.COUNT if column.form is Form.MONEY else column.form)
        text = str(column.said) % {"value": text} if column.said else text
        lines = found[column.is_behind and given[place] is not None]  # why there is nothing is said at once
        if column.is_end and lines:
            lines[-1] = f"{lines[-1]}\u00a0–\u00a0{text}"
        else:
            lines.append(text)
    return Stacked(given[place], tuple(found[False]), tuple(found[True])) if any(found.values()) else given[place]
