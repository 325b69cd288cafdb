"""A chart worked out of its paper: what stands along the axis and how each series is drawn. Page, paper and workbook
draw from this. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum

from django.utils.translation import get_language, pgettext

from common.templatetags import fmt
from reports.layout import provinces, wording
from reports.layout.paper import Chart, Form, Paper, Row, Series, Shape, share

Numbers = tuple[Decimal | None, ...]
MOST_SERIES = 5  # UI 11
MOST_NAMES = 20  # bars that can still be told apart; the table has all of them
OTHERS = "~others"  # the key of the row of all that is not shown: as a bar it would dwarf the others
# 2026-11, 2026 Q3, 2026 week 07, W47: as stretches of time are written
_STRETCH = re.compile(r"(19|20)\d\d([ -].*)?|W?\d{1,2}周?")
_ZERO = Decimal(0)
_STEPS = tuple(map(Decimal, ("1", "2", "2.5", "5", "10")))


class Role(StrEnum):
    """How a series is drawn."""

    BAR = "BAR"
    LINE = "LINE"
    TARGET = "TARGET"
    FORMER = "FORMER"
    LOW = "LOW"
    HIGH = "HIGH"


class _Told(StrEnum):
    """By what the series of a chart are told apart."""

    GROUP = "GROUP"
    LABEL = "LABEL"
    WHOLE = "WHOLE"


@dataclass(frozen=True)
class Line:
    """A series: ``column`` is the key of its column, ``tone`` its colour from 1 to 5 (0: grey)."""

    column: str
    name: str
    values: Numbers
    role: Role
    tone: int
    form: Form

    def texts(self) -> list[str]:
        """Its values as they are read."""
        return [wording.written(value, self.form) for value in self.values]


@dataclass(frozen=True)
class Plot:
    """``rows`` are the places of the drawn rows among those of the paper; ``bases`` is where each step begins."""

    shape: Shape
    title: str
    across: str
    names: tuple[str, ...]
    lines: tuple[Line, ...]
    unfinished: tuple[bool, ...]
    rows: tuple[int, ...]
    form: Form
    across_key: str
    bases: tuple[Decimal, ...] = ()
    is_of_whole: bool = False  # parts of a whole: they are in no cell of the table

    @property
    def label(self) -> str:
        """What the chart shows, for those who do not see it."""
        names, part, end = ("、", "：", "；") if _is_chinese() else (", ", ": ", "; ")
        first, last = (self.names[0], self.names[-1]) if self.names else ("", "")
        span = first if first == last else f"{first} – {last}"
        series = names.join(line.name for line in self.lines if line.role not in (Role.LOW, Role.HIGH))
        return f"{self.title}{part}{series}{end}{span}"

    @property
    def is_course(self) -> bool:
        """Whether time goes along the axis: only then do neighbours belong together and may a line join them."""
        return bool(self.names) and all(_STRETCH.fullmatch(name) for name in self.names)

    @property
    def marks_alone(self) -> bool:
        """Whether targets and last year are marks over each bar: a line from customer to customer says nothing."""
        return self.shape == Shape.STACK or (self.shape == Shape.BARS and not self.is_course)

    def extent(self) -> tuple[Decimal, Decimal]:
        """The least and the largest that is drawn; the axis begins at zero."""
        if self.is_of_whole and self.shape == Shape.STACK:
            return _ZERO, Decimal(1)
        if self.shape == Shape.STACK:
            bars = [line for line in self.lines if line.role == Role.BAR]
            tops = [sum((max(value or _ZERO, _ZERO) for value in one), _ZERO) for one in zip(*_of(bars), strict=True)]
            lows = [sum((min(value or _ZERO, _ZERO) for value in one), _ZERO) for one in zip(*_of(bars), strict=True)]
            others = [value for line in self.lines if line.role != Role.BAR for value in line.values]
            found = [*tops, *lows, *(value for value in others if value is not None)]
        elif self.bases:
            values = [value or _ZERO for value in self.lines[0].values]
            found = [*self.bases, *(base + value for base, value in zip(self.bases, values, strict=True))]
        else:
            found = [value for line in self.lines for value in line.values if value is not None]
        return min([_ZERO, *found]), max([_ZERO, *found])

    def scale(self) -> tuple[Decimal, str]:
        """By what the axis divides and how that is called: 万, million; 1 and "" for as it is."""
        if self.form != Form.MONEY:
            return Decimal(1), ""
        low, high = self.extent()
        largest = max(high, -low)
        return wording.scale(largest)

    def along(self, value: Decimal) -> str:
        """A value of the axis as it is read."""
        if self.form in (Form.SHARE, Form.GROWTH):
            return f"{fmt.qty(value * 100)}%"
        return fmt.qty(value / self.scale()[0])

    def brief(self, value: Decimal) -> str:
        """The same in few characters, for a place with little room."""
        scaled = value / self.scale()[0]
        if self.form in (Form.SHARE, Form.GROWTH):
            return self.along(value)
        return fmt.group(scaled, 0 if abs(scaled) >= 100 or scaled == scaled.to_integral_value() else 1)


def plot(paper: Paper, chart: Chart) -> Plot | None:
    """What a chart draws; None where there is nothing to draw, or nothing that the reader may see."""
    seen = {column.key: column for column in paper.columns if not column.is_hidden}
    series = [one for one in chart.series if one.column in seen and seen[one.column].is_number]
    if chart.shape != Shape.HEAT:
        series = series[:MOST_SERIES]
    places = _drawn(paper.rows, with_sums=chart.shape == Shape.STEPS)
    if chart.across not in seen or not series or not places:
        return None
    across = paper.index(chart.across)
    form = seen[chart.across].form
    if chart.shape in (Shape.BARS, Shape.STACK, Shape.LINES, Shape.SHARES) and len(places) > MOST_NAMES:
        said = [wording.written(paper.rows[place].cells[across], form) for place in places]
        places = places if all(_STRETCH.fullmatch(name) for name in said) else places[:MOST_NAMES]
    rows = [paper.rows[place] for place in places]
    lines = _lines(paper, series, rows, chart.shape)
    if chart.has_others and chart.whole in seen:
        lines.append(_rest(paper, chart.whole, lines, rows))
    if all(value is None for line in lines for value in line.values):
        return None
    made = Plot(
        shape=chart.shape,
        title=str(chart.title),
        across=str(seen[chart.across].label),
        names=tuple(wording.written(row.cells[across], form) for row in rows),
        lines=tuple(lines),
        unfinished=tuple(row.is_unfinished for row in rows),
        rows=tuple(places),
        form=lines[0].form,
        across_key=chart.across,
        bases=_bases(rows, lines[0].values) if chart.shape == Shape.STEPS else (),
    )
    if chart.shape == Shape.SHARES:
        return _of_whole(made, paper, chart.whole, rows)
    return _by_province(made) if chart.shape == Shape.MAP else made


def plots(paper: Paper) -> list[Plot]:
    """Every chart of a paper that can be drawn."""
    return [made for made in (plot(paper, chart) for chart in paper.charts) if made]


def ticks(low: Decimal, high: Decimal, most: int = 5, least: Decimal = _ZERO) -> list[Decimal]:
    """Round values from at or below ``low`` (not above 0) to at or above ``high``, at most ``most`` steps apart, the
    steps not below ``least``: there is no half an order."""
    span = high - low
    if not span:
        return [_ZERO, Decimal(1)]
    rough = max(span / most, least)
    power = Decimal(1).scaleb(rough.adjusted())
    for part in (*_STEPS, Decimal(20), Decimal(25)):
        step = part * power
        first = (low / step).to_integral_value(ROUND_FLOOR)
        last = (high / step).to_integral_value(ROUND_CEILING)
        if last - first <= most:
            break
    return [step * (first + number) for number in range(int(last - first) + 1)]


def _is_chinese() -> bool:
    return (get_language() or "en").startswith("zh")


def _of(lines: Sequence[Line]) -> list[Numbers]:
    return [line.values for line in lines] or [()]


def _drawn(rows: Sequence[Row], *, with_sums: bool) -> list[int]:
    """The rows of the outermost level: what stands below them would be drawn twice. One root alone is no picture: then
    what stands right below it."""
    kept = [place for place, row in enumerate(rows) if with_sums or not (row.is_sum or row.key == OTHERS)]
    for level in sorted({rows[place].level for place in kept}):
        found = [place for place in kept if rows[place].level == level]
        if len(found) > 1:
            return found
    outermost = min((rows[place].level for place in kept), default=0)
    return [place for place in kept if rows[place].level == outermost]


def _lines(paper: Paper, series: Sequence[Series], rows: Sequence[Row], shape: Shape) -> list[Line]:
    """The series with their tones; a target has amber to itself, and is ink over what is stacked."""
    columns = [paper.columns[paper.index(one.column)] for one in series]
    groups = {column.group for column in columns}
    alike = len(columns) > 1 and len(groups) == len(columns) and len({str(one.label) for one in columns}) == 1
    has_target = shape != Shape.STACK and any(one.is_target for one in series)
    tones = iter((1, 3, 4, 5) if has_target else range(1, len(series) + 1))
    lines = []
    for one in series:
        role = Role.TARGET if one.is_target else Role.FORMER if one.is_former else Role.BAR
        if role == Role.BAR and shape == Shape.LINES:
            role = Role.LINE
        told = _Told.GROUP if alike else _Told.LABEL if len(groups) == 1 else _Told.WHOLE
        tone = 2 * has_target if role == Role.TARGET else 0 if role == Role.FORMER else next(tones)
        lines.append(_line(paper, one.column, rows, role, tone, told=told))
        for key, edge in ((one.low, Role.LOW), (one.high, Role.HIGH)):
            if key and not paper.columns[paper.index(key)].is_hidden:
                lines.append(_line(paper, key, rows, edge, tone, told=told))
    return lines


def _line(paper: Paper, key: str, rows: Sequence[Row], role: Role, tone: int, *, told: _Told) -> Line:
    """One series; ``told``: what all have in common need not be said with each."""
    place = paper.index(key)
    column = paper.columns[place]
    values = tuple(fmt.as_decimal(row.cells[place]) for row in rows)
    name = {_Told.GROUP: str(column.group), _Told.LABEL: str(column.label)}.get(told) or wording.whole(column)
    return Line(key, name, values, role, tone, column.form)


def _rest(paper: Paper, whole: str, lines: Sequence[Line], rows: Sequence[Row]) -> Line:
    """What the series leave of the whole of their row: without it bars would be as high as what happens to be drawn."""
    wholes = _line(paper, whole, rows, Role.BAR, 0, told=_Told.LABEL)
    shown = [sum((one or _ZERO for one in values), _ZERO) for values in zip(*_of(lines), strict=True)]
    values = tuple(None if one is None else one - part for one, part in zip(wholes.values, shown, strict=True))
    return replace(wholes, column=OTHERS, name=pgettext("series of a chart", "Others"), values=values)


def _bases(rows: Sequence[Row], values: Numbers) -> tuple[Decimal, ...]:
    """Where each step begins: at the end of the one before; a sum stands on the ground."""
    bases, reached = [], _ZERO
    for row, value in zip(rows, values, strict=True):
        base = _ZERO if row.is_sum else reached
        bases.append(base)
        reached = base + (value or _ZERO)
    return tuple(bases)


def _of_whole(made: Plot, paper: Paper, whole: str, rows: Sequence[Row]) -> Plot:
    """Several series as parts of the whole of their row, stacked; one series as parts of its own sum, beside each
    other: also those that are not drawn count in the whole."""
    if len([line for line in made.lines if line.role == Role.BAR]) > 1:
        wholes = _line(paper, whole, rows, Role.BAR, 1, told=_Told.LABEL).values
        lines = tuple(replace(line, values=_parts(line.values, wholes), form=Form.SHARE) for line in made.lines)
        return replace(made, shape=Shape.STACK, lines=lines, form=Form.SHARE, is_of_whole=True)
    lines = tuple(
        replace(line, values=_parts(line.values, [_sum(paper, line)] * len(rows)), form=Form.SHARE)
        for line in made.lines
    )
    return replace(made, shape=Shape.BARS, lines=lines, form=Form.SHARE, is_of_whole=True)


def _sum(paper: Paper, line: Line) -> Decimal | None:
    told = fmt.as_decimal(paper.sums[paper.index(line.column)]) if paper.sums else None
    return told if told is not None else sum((value or _ZERO for value in line.values), _ZERO)


def _parts(values: Numbers, wholes: Sequence[Decimal | None]) -> Numbers:
    return tuple(share(value, whole) for value, whole in zip(values, wholes, strict=True))


def _by_province(made: Plot) -> Plot:
    """The amounts of what belongs to one province together, the largest first; the rest keeps its own name."""
    found: dict[str, Decimal] = {}
    for name, value in zip(made.names, made.lines[0].values, strict=True):
        key = provinces.named(name) or name
        found[key] = found.get(key, _ZERO) + (value or _ZERO)
    order = sorted(found, key=lambda name: (-found[name], name))
    first = made.lines[0]
    line = Line(first.column, first.name, tuple(found[name] for name in order), Role.BAR, 1, first.form)
    return replace(made, names=tuple(order), lines=(line,), unfinished=(False,) * len(order), rows=())
