"""What comes back for a question. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from reports.facts.choices import Kind
from reports.figures import statements
from reports.figures.dimensions import AXES, Axis
from reports.figures.measures import Measure, Sums
from reports.figures.question import Question


@dataclass(frozen=True)
class Group:
    """Figures of one combination of members. ``former``: of the days compared with."""

    keys: tuple[Any, ...]
    sums: Sums
    former: Sums | None = None


@dataclass(frozen=True)
class Fact:
    """What a figure counts, one by one: of an order (``order`` is its number), on a day. Columns that the reader may
    not see are None."""

    key: int
    day: date
    kind: Kind
    order_id: int
    order: str
    line_no: int
    customer: str
    product: str
    orders: int
    lines: int
    hits: int
    quantity: Decimal
    amount: Decimal | None
    net: Decimal | None
    cost: Decimal | None


Groups = dict[tuple[Any, ...], Group]


@dataclass(frozen=True)
class Answer:
    """What was asked, its groups (rows × column), and the whole. ``names``: per axis, key → name. ``rows`` and
    ``columns``: the keys in the order in which they are shown; ``others``: how many rows ``top`` leaves out;
    ``is_kept``: answered from kept sums; ``picked``: by what it is narrowed, in
    names. ``as_of``: until when what happened is counted. ``of_lines``: the axis that tells lines apart, "" where whole
    orders are counted; ``overlaps``: whether categories that are shown lie in one another."""

    question: Question
    groups: Groups
    names: dict[str, dict[Any, str]]
    rows: list[tuple[Any, ...]]
    columns: list[Any]
    row_sums: Groups
    column_sums: dict[Any, Group]
    whole: Group
    others: int
    is_kept: bool
    as_of: datetime | None
    picked: tuple[tuple[Axis, str], ...] = ()
    aims: Mapping[tuple[str, tuple[Any, ...]], Decimal] = field(default_factory=dict)  # measure and row → its target
    of_lines: str = ""
    overlaps: bool = False

    def has_rest(self, measure: Measure) -> bool:
        """Whether what the rows do not show is the whole less what they show: members with orders in common have no
        such rest."""
        axes = [AXES[code] for code in self.question.rows]
        return not self.overlaps and all(statements.adds_over(axes, term.key) for term in measure.terms)

    def value(self, measure: Measure, row: tuple[Any, ...], column: Any = None) -> Decimal | None:
        """A cell: a row's figure, in a column where there are any."""
        found = self.groups.get((*row, column) if self.question.column else row)
        return measure.value(found.sums if found else {})
