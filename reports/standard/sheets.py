"""Tables of figures with more beside them: columns that are worked out of others, parts put in another order. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from reports.layout.paper import Cell, Column, Form, Paper, Row, Text, share

OTHERS = "~others"  # the row of all that is not shown


def beside(paper: Paper, column: Column, cells: Sequence[Cell], *, total: Cell = None, after: str = "") -> Paper:
    """``paper`` with one more column behind that called ``after`` (the last one), a cell for each of its rows."""
    place = paper.index(after) + 1 if after else len(paper.columns)
    rows = [
        replace(row, cells=(*row.cells[:place], cell, *row.cells[place:]))
        for row, cell in zip(paper.rows, cells, strict=True)
    ]
    sums = (*paper.sums[:place], total, *paper.sums[place:]) if paper.sums else ()
    return replace(paper, columns=(*paper.columns[:place], column, *paper.columns[place:]), rows=rows, sums=sums)


def shares(paper: Paper, key: str, label: Text, *, group: Text = "", running: Text = "") -> Paper:
    """With the share that each row has of the sum of a column, and, where ``running`` names it, what it and those above
    it have together."""
    place = paper.index(key)
    whole = paper.sums[place] if paper.sums else None
    parts = [share(row.cells[place], whole) for row in paper.rows]
    name = f"{key}~share"
    paper = beside(
        paper, Column(name, label, Form.SHARE, group), parts, total=share(whole, whole), after=_last(paper, key)
    )
    if not running:
        return paper
    reached, together = Decimal(0), []
    for part in parts:
        reached += part or 0
        together.append(reached if part is not None else None)
    return beside(paper, Column(f"{key}~running", running, Form.SHARE, group), together, after=name)


def _last(paper: Paper, key: str) -> str:
    """The last of the columns that tell one measure: what it was before, and by how much it changed, come behind it."""
    keys = [column.key for column in paper.columns]
    return next(one for one in (f"{key}~growth", f"{key}~former", key) if one in keys)


def ordered(paper: Paper, keys: Sequence[str]) -> Paper:
    """With these columns in this order, without the others."""
    places = [paper.index(key) for key in keys]
    rows = [replace(one, cells=tuple(one.cells[place] for place in places)) for one in paper.rows]
    sums = tuple(paper.sums[place] for place in places) if paper.sums else ()
    return replace(paper, columns=tuple(paper.columns[place] for place in places), rows=rows, sums=sums)


def total(paper: Paper, key: str) -> Any:
    """The sum under a column."""
    return paper.sums[paper.index(key)] if paper.sums else None


def cells(paper: Paper, key: str) -> list[Cell]:
    """The cells of a column, a cell for each row."""
    place = paper.index(key)
    return [row.cells[place] for row in paper.rows]


def has(paper: Paper, key: str) -> bool:
    """Whether it has this column: who may not see a figure does not get it."""
    return any(column.key == key for column in paper.columns)


def row(cells_of: Sequence[Cell], links: dict[str, str] | None = None, **more: Any) -> Row:
    """A row without links that lead nowhere."""
    return Row(tuple(cells_of), links={key: url for key, url in (links or {}).items() if url}, **more)
