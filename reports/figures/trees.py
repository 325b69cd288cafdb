"""Figures with two or three things in their rows as a tree: each member of the first with its sum, below it what it is
made of. Pages, workbooks and paper read so; files for programs keep a row for each combination."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from accounts.people.models import User
from reports.facts import reading
from reports.figures import papers, queries
from reports.figures.answers import Answer, Group
from reports.figures.question import Question
from reports.layout.paper import Paper, Row, Shape, Text

JOIN = " / "  # of the names that share a column


def ask(*, actor: User, asked: Question, today: date) -> tuple[Answer, Answer | None]:
    """The answer, and that of its first axis alone; None where there is no second. Raises as ``queries.ask``."""
    if len(asked.rows) < 2:
        return queries.ask(actor=actor, asked=asked, today=today), None
    first = replace(asked, rows=asked.rows[:1], top=0)

    def both() -> tuple[Answer, Answer]:
        return (
            queries.ask(actor=actor, asked=asked, today=today),
            queries.ask(actor=actor, asked=first, today=today),
        )

    return reading.in_one_state(both)


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
    shown = _by_part(answer)
    first = _with_all(answer, first, shown)
    kept = [key for key in first.rows if key[0] in shown]
    left = sum(1 for key in answer.row_sums if key[0] not in shown)
    above = papers.made_of(
        replace(first, rows=kept, others=left), title=title, today=today, here=here, up=up
    )  # fmt: skip
    wide = len(answer.question.rows)
    names = JOIN.join(str(column.label) for column in flat.columns[:wide])
    return replace(
        flat,
        columns=(replace(flat.columns[0], label=names), *flat.columns[wide:]),
        rows=list(_rows(answer, first, above, flat, shown, today)),
        sums=(flat.sums[0], *flat.sums[wide:]),
    )


def _with_all(answer: Answer, first: Answer, shown: Iterable[Any]) -> Answer:
    """With the members whose parts cancel each other out, too: alone they have no figure."""
    known = {key[0] for key in first.rows}
    rows = [*first.rows, *((part,) for part in shown if part not in known)]
    (axis,) = first.question.rows
    return replace(first, rows=rows, names={**first.names, axis: {**answer.names[axis], **first.names[axis]}})


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
    shown: dict[Any, list[tuple[Any, ...]]],
    today: date,
) -> Iterator[Row]:
    wide = len(answer.question.rows)
    drawn = dict(zip(answer.rows, flat.rows, strict=False))
    count = Counter(key[0] for key in answer.row_sums)
    parts = [key[0] for key in first.rows if key[0] in shown]
    for part, row in zip(parts, above.rows, strict=False):
        yield row
        yield from (_below(drawn[key], wide) for key in shown[part])
        if hidden := count[part] - len(shown[part]):
            yield _below(_rest(answer, first, part, shown[part], hidden, today), wide)
    yield from above.rows[len(parts) :]


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
