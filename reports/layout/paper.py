"""What a report is before anybody draws it: columns, rows, sums, charts, words. Pages, files and the API all take this
and nothing else, so that a figure is the same wherever it is read. Pure.

Amounts are in the company's currency, shares between 0 and 1, times in days; a cell that is None is not known or not
the reader's to see, which ``Column.is_hidden`` tells apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

Text = str | Promise
Cell = Any  # str, int, Decimal, date, datetime or None


class Form(StrEnum):
    """How the values of a column are written."""

    TEXT = "TEXT"
    DAY = "DAY"
    COUNT = "COUNT"  # whole
    QUANTITY = "QUANTITY"
    MONEY = "MONEY"
    SHARE = "SHARE"  # 0.934 is written 93.4%
    GROWTH = "GROWTH"  # a share that says more or less than before: 0.086 is written +8.6%
    POINTS = "POINTS"  # by how many points of a hundred two shares differ: 2 is written +2.0
    DAYS = "DAYS"  # length of time, one decimal
    FACTOR = "FACTOR"  # 1.07, an index or a ratio


class Shape(StrEnum):
    """How a chart draws its series."""

    BARS = "BARS"
    STACK = "STACK"
    LINES = "LINES"
    STEPS = "STEPS"  # a bridge: each bar begins where the one before ended
    SHARES = "SHARES"  # each as a part of the whole: stacked to it, or bars beside each other
    MAP = "MAP"  # amount by province
    HEAT = "HEAT"


@dataclass(frozen=True)
class Column:
    """``group`` is the head over several columns, for the columns of a pivot. ``definition`` says what is counted.
    ``under``: the column below whose value it stands where there is little room (``folding``), as ``said`` writes it
    (“by today %(value)s”); ``is_end``: on the line of the one before; ``is_behind``: to be opened there."""

    key: str
    label: Text
    form: Form = Form.TEXT
    group: Text = ""
    definition: Text = ""
    is_hidden: bool = False  # the reader may not see its values
    is_whole: bool = False  # the sum of the columns before it
    under: str = ""
    said: Text = ""
    is_end: bool = False
    is_behind: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it stands to the right and can be drawn."""
        return self.form not in (Form.TEXT, Form.DAY)


@dataclass(frozen=True)
class Row:
    """``url`` leads one level down, ``links`` (column key → address) from a figure to the rows that it counts."""

    cells: tuple[Cell, ...]
    level: int = 0
    key: str = ""
    url: str = ""
    links: dict[str, str] = field(default_factory=dict)
    is_sum: bool = False
    is_unfinished: bool = False  # the period still runs


@dataclass(frozen=True)
class Series:
    """A column of numbers as a chart draws it. ``is_target``: a dashed step; ``is_former``: last year, in grey;
    ``low`` and ``high``: columns of the interval around it."""

    column: str
    is_target: bool = False
    is_former: bool = False
    low: str = ""
    high: str = ""


@dataclass(frozen=True)
class Chart:
    """A picture of columns of the table beside it; at most five series (UI 11). ``whole``: the column of which several
    series are parts; ``has_others``: what they leave of it is a series of its own, in grey."""

    shape: Shape
    title: Text
    across: str  # key of the column along the axis
    series: tuple[Series, ...]
    whole: str = ""
    has_others: bool = False


@dataclass(frozen=True)
class Definition:
    """What a figure means: its words, numerator, denominator and what is left out (SEMANTICS 15). ``figures`` are the
    real numbers of what is shown beside it, as they are read: 1,204 ÷ 1,292 = 93.2%."""

    term: Text
    meaning: Text
    numerator: Text = ""
    denominator: Text = ""
    exclusions: Text = ""
    figures: Text = ""


@dataclass(frozen=True)
class Made:
    """Who had a paper made, and when; every file says so."""

    who: str
    at: datetime


@dataclass(frozen=True)
class Paper:
    """A report, worked out. ``facts`` are the lines under its head: period, scope, as of, filters. ``sums`` has a cell
    for each column, or is empty. ``problem`` says why there is no figure: too short a history, nothing found."""

    title: Text
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    sums: tuple[Cell, ...] = ()
    facts: tuple[tuple[Text, Text], ...] = ()
    charts: tuple[Chart, ...] = ()
    definitions: tuple[Definition, ...] = ()
    notes: tuple[Text, ...] = ()
    problem: Text = ""
    parts: tuple["Paper", ...] = ()  # further tables of the same report

    def index(self, key: str) -> int:
        """Where a column stands. Raises KeyError for one that is not there."""
        for position, column in enumerate(self.columns):
            if column.key == key:
                return position
        raise KeyError(key)

    @property
    def shown(self) -> list[int]:
        """Where the columns stand that the reader may see: those of every file."""
        return [position for position, column in enumerate(self.columns) if not column.is_hidden]

    def values(self, key: str) -> list[Cell]:
        """The cells of one column, without sums."""
        position = self.index(key)
        return [row.cells[position] for row in self.rows if not row.is_sum]


def share(part: Decimal | int | None, whole: Decimal | int | None) -> Decimal | None:
    """``part`` of ``whole`` between 0 and 1; None where there is no whole. Only what is shown is rounded."""
    if part is None or not whole:
        return None
    return Decimal(part) / Decimal(whole)


def growth(now: Decimal | int | None, before: Decimal | int | None) -> Decimal | None:
    """By how much of ``before`` it grew; None where there was nothing to grow from."""
    if now is None or not before:
        return None
    return (Decimal(now) - Decimal(before)) / abs(Decimal(before))
