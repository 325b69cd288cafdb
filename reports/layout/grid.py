"""A paper as the table of a page: heads in one or two rows, lines of cells with their links, sums. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from common.templatetags import fmt, ui
from reports.layout import folding, heads, wording
from reports.layout.paper import Cell, Column, Form, Paper, Row


@dataclass(frozen=True)
class Head:
    """A column's head. ``tip`` is the id of what it means, "" where nothing is to be said."""

    label: str
    css: str
    tip: str = ""
    meaning: str = ""
    is_hidden: bool = False


@dataclass(frozen=True)
class Box:
    """A cell: what stands in it (safe), where it leads, and its head for a card on a phone."""

    html: Any
    url: str
    css: str
    label: str


@dataclass(frozen=True)
class Line:
    """A row. ``said`` is what a screen reader says of its first cell beyond the text."""

    boxes: tuple[Box, ...]
    css: str
    url: str
    is_unfinished: bool


@dataclass(frozen=True)
class Grid:
    """The table; ``groups`` are (label, span, css) of the upper heads, none where there is one row of them."""

    title: str
    groups: tuple[tuple[str, int, str], ...]
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    sums: tuple[Box, ...]
    notes: tuple[str, ...]
    problem: str
    has_levels: bool

    @property
    def tips(self) -> list[Head]:
        """The heads that have something to say."""
        return [head for head in self.heads if head.tip]


def grid(paper: Paper, name: str) -> Grid:
    """The table of a paper; ``name`` begins the ids of its parts. A column that the reader may not see keeps its head
    and says so."""
    paper = folding.folded(paper)
    borders = _borders(paper.columns)
    if sum(column.is_whole for column in paper.columns) == 1:  # one alone can stay in sight while the others move
        borders = [border + " tot" * column.is_whole for column, border in zip(paper.columns, borders, strict=True)]
    columns = list(zip(paper.columns, borders, strict=True))
    grouped = heads.groups(paper.columns)
    sums = paper.sums and tuple(
        _box(value, column, border, "", is_sum=True)
        for value, (column, border) in zip(paper.sums, columns, strict=True)
    )
    return Grid(
        title=str(paper.title),
        groups=tuple((label, span, "h0" if label else "h0 none") for label, span in grouped),
        heads=tuple(_head(column, border, f"{name}-tip{place}") for place, (column, border) in enumerate(columns)),
        lines=tuple(_line(row, columns) for row in paper.rows),
        sums=tuple(sums),
        notes=tuple(str(note) for note in paper.notes),
        problem=str(paper.problem),
        has_levels=any(row.level for row in paper.rows),
    )


def _borders(columns: Sequence[Column]) -> list[str]:
    """A rule before each group of columns."""
    before = [None, *(str(column.group) for column in columns)]
    return [" grp" if place and before[place] != str(column.group) else "" for place, column in enumerate(columns)]


def _head(column: Column, border: str, tip: str) -> Head:
    meaning = str(column.definition)
    css = ("n" if column.is_number else "") + border
    return Head(str(column.label), css.strip(), tip if meaning else "", meaning, column.is_hidden)


def _line(row: Row, columns: Sequence[tuple[Column, str]]) -> Line:
    boxes = [
        _box(value, column, border, row.links.get(column.key, ""))
        for value, (column, border) in zip(row.cells, columns, strict=True)
    ]
    if boxes and row.url:
        first = boxes[0]
        boxes[0] = Box(first.html, row.url, first.css, first.label)
    css = [f"l{min(row.level, 3)}"]
    if row.is_sum:
        css.append("sum")
    if row.is_unfinished:
        css.append("unf")
    return Line(tuple(boxes), " ".join(css), row.url, row.is_unfinished)


def _box(value: Cell, column: Column, border: str, url: str, *, is_sum: bool = False) -> Box:
    css = ("n" if column.is_number else "") + border
    if column.is_hidden:
        words = "" if is_sum else format_html('<span class="t3" title="{}">–</span>', _("Not yours to see"))
        return Box(words, "", css.strip(), wording.whole(column))
    return Box(_html(value, column.form), url, css.strip(), wording.whole(column))


def _html(value: Cell, form: Form) -> Any:
    """What stands in a cell: amounts with quiet decimals, growth with its direction, else words."""
    if isinstance(value, folding.Stacked):
        return _stacked(value, form)
    number = None if form in (Form.TEXT, Form.DAY) else fmt.as_decimal(value)
    if number is not None and form == Form.MONEY:
        return ui.money(number, bare=True)
    if number is not None and form in (Form.GROWTH, Form.POINTS):
        text = wording.written(abs(number), Form.SHARE if form == Form.GROWTH else Form.DAYS)
        way = "flat" if text in ("0.0%", "0.0") else "up" if number > 0 else "down"
        return format_html('<span class="so-delta {}"><span class="sr">{}</span>{}</span>', way, _SAID[way](), text)
    return wording.written(value, form)


def _stacked(value: folding.Stacked, form: Form) -> Any:
    """The value, the quiet lines below it, and what opens behind the last of them."""
    lines = [*value.lines] or [_("How")]
    last = lines.pop() if value.behind else None
    below = format_html_join("", '<small class="so-under">{}</small>', ((line,) for line in lines if value.lines))
    if last is None:
        return format_html("{}{}", _html(value.value, form), below)
    behind = format_html_join("", '<small class="so-under">{}</small>', ((line,) for line in value.behind))
    return format_html(
        '{}{}<details class="so-under"><summary>{}<span class="sr"> · {}</span></summary>{}</details>',
        _html(value.value, form), below, last, _("How it comes about"), behind,
    )  # fmt: skip


_SAID = {"up": lambda: _("more by"), "down": lambda: _("less by"), "flat": lambda: _("changed by")}
