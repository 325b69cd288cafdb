"""Figures with two or three things in their rows as a tree: each member of the first with its sum, below it what it is
made of. Pages, workbooks and paper read so; files for programs keep a row for each combination."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from accounts.people.models import User
from reports.figures import papers, queries
from reports.figures.answers import Answer, Group
from reports.figures.question import Question
from reports.layout.paper import Paper, Row, Shape, Text

JOIN = " / "  # of the names that share a column


def ask(*, actor: User, asked: Question, today: date) -> tuple[Answer, Answer | None]:
    """The answer, and the members of its first axis, which it makes up; None where there is no second. Raises as
    ``queries.ask``."""
    return queries.ask_levels(actor=actor, asked=asked, today=today)


def made_of(
    answer: Answer,
    first: Answer | None,
    *,
    title: Text,
    today: date,
    shape: Shape | None = None,
    here: str = "",
    up: str | None = None,
) -> Paper:
    """As ``papers.made_of``, with the rows of ``answer`` below those of ``first``."""
    flat = papers.made_of(answer, title=title, today=today, shape=shape, here=here, up=up)
    if first is None or not answer.rows:
        return flat
    above = papers.made_of(first, title=title, today=today, here=here, up=up)
    wide = len(answer.question.rows)
    names = JOIN.join(str(column.label) for column in flat.columns[:wide])
    return replace(
        flat,
        columns=(replace(flat.columns[0], label=names), *flat.columns[wide:]),
        rows=list(_rows(answer, first, above, flat, today)),
        sums=(flat.sums[0], *flat.sums[wide:]),
    )


def _by_part(answer: Answer) -> dict[Any, list[tuple[Any, ...]]]:
    """The rows shown, by the member of the first axis that they belong to."""
    found: dict[Any, list[tuple[Any, ...]]] = {}
    for key in answer.rows:
        found.setdefault(key[0], []).append(key)
    return found


def _rows(
    answer: Answer,
    first: Answer,
    above: Paper,
    flat: Paper,
    today: date,
) -> Iterator[Row]:
    wide, shown = len(answer.question.rows), _by_part(answer)
    drawn = dict(zip(answer.rows, flat.rows, strict=False))
    count = Counter(key[0] for key in answer.row_sums)
    for (part,), row in zip(first.rows, above.rows, strict=False):
        yield row
        yield from (_below(drawn[key], wide) for key in shown[part])
        if hidden := count[part] - len(shown[part]):
            yield _below(_rest(answer, first, part, shown[part], hidden, today), wide)
    yield from above.rows[len(first.rows) :]


def _rest(answer: Answer, first: Answer, part: Any, shown: list[tuple[Any, ...]], count: int, today: date) -> Row:
    """What of one member lies beyond the rows that are shown."""
    columns = {key[1]: one for key, one in first.groups.items() if key[0] == part} if answer.question.column else {}
    whole = first.row_sums.get((part,)) or Group((part,), {}, {} if answer.question.against else None)
    mine = replace(answer, rows=shown, others=count, whole=whole, column_sums=columns)
    return replace(papers.made_of(mine, title="", today=today).rows[-1], key=f"{part}|{papers.OTHERS}")


def _below(row: Row, wide: int) -> Row:
    """A row set in, its names in one cell without that of the first axis."""
    names = [str(name) for name in row.cells[1:wide] if name] or [str(row.cells[0])]
    return replace(row, cells=(JOIN.join(names), *row.cells[wide:]), level=1)
