"""Charts as a workbook draws them itself, from the cells of a table or of a sheet beside it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart import Series as ChartSeries
from openpyxl.chart.marker import DataPoint, Marker
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.fill import ColorChoice, PatternFillProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.utils import column_index_from_string

from common.exports.cells import clean
from reports.layout import picture
from reports.layout import workbook_styles as styles
from reports.layout.brush import PRINT
from reports.layout.paper import Form, Shape
from reports.layout.plot import Line, Plot, Role

_WIDE, _HIGH = 18.5, 9.5  # centimetres
_TONES = [color.removeprefix("#") for color in PRINT.tones]
_PALE = PRINT.pale.removeprefix("#")
_PATTERNS = {2: "wdUpDiag", 3: "wdDnDiag", 4: "narHorz", 5: "narVert"}
_SIGNS = {1: "circle", 2: "square", 3: "triangle", 4: "diamond", 0: "circle", 5: "x"}
_AXES = {
    Form.SHARE: "0%",
    Form.GROWTH: "0%",
    Form.POINTS: "0.0",
    Form.FACTOR: "0.00",
    Form.QUANTITY: "#,##0.##",
    Form.DAYS: "#,##0.0",
}
_BASE = "\0base"  # no column of a paper is called so


@dataclass(frozen=True)
class Source:
    """The cells of a chart: its names, and the values of each line by column."""

    names: Reference
    values: dict[str, Reference]


@dataclass
class Beside:
    """The sheet for what no table holds as it is drawn; made when it is first needed."""

    make: Callable[[], Any]
    _sheet: Any = None
    _next: int = 1
    _widths: list[int] = field(default_factory=list)

    def put(self, title: str, heads: Sequence[str], rows: Sequence[Sequence[Any]], form: Form) -> tuple[Any, int]:
        """Write a block of names and their values; gives the sheet and its first row of values."""
        if self._sheet is None:
            self._sheet = self.make()
        sheet = self._sheet
        sheet.append([styles.words(sheet, title, styles.LABEL)])
        sheet.append([styles.words(sheet, head, styles.HEAD) for head in heads])
        looks = styles.Values(sheet, [form] * (len(heads) - 1))
        for name, *values in rows:
            sheet.append([styles.words(sheet, name, styles.VALUE), *looks.cells(values)])
        sheet.append([])
        first = self._next + 2
        self._next = first + len(rows) + 1
        return sheet, first


def source(made: Plot, place: Any, beside: Beside) -> Source:
    """The cells that a chart reads: those of its table (``workbook.Place``) where they stand there one after the
    other, as they are drawn."""
    is_block = made.rows == tuple(range(made.rows[0], made.rows[-1] + 1)) if made.rows else False
    is_block = is_block and all(line.column in place.letters for line in made.lines)  # others are in no cell
    if is_block and not made.is_of_whole and made.shape in (Shape.BARS, Shape.STACK, Shape.LINES):
        first, last = place.first + made.rows[0], place.first + made.rows[-1]
        across = next(letter for key, letter in place.letters.items() if key == made.across_key)
        return Source(
            _cells(place.sheet, column_index_from_string(across), first, last),
            {
                line.column: _cells(place.sheet, column_index_from_string(place.letters[line.column]), first, last)
                for line in made.lines
            },
        )
    heads, keys, rows = _block(made)
    sheet, first = beside.put(made.title, heads, rows, made.form)
    last = first + len(rows) - 1
    values = {key: _cells(sheet, number, first, last) for number, key in enumerate(keys, start=2)}
    return Source(_cells(sheet, 1, first, last), values)


def _block(made: Plot) -> tuple[list[str], list[str], list[list[Any]]]:
    """Heads, keys and rows of what is drawn; a bridge stands on bars that are not seen."""
    heads, keys = [made.across], []
    lines: list[list[float | None]] = [[_number(value) for value in line.values] for line in made.lines]
    if made.bases:
        amounts = [value or Decimal(0) for value in made.lines[0].values]
        ground: list[float | None] = [
            float(min(base, base + one)) for base, one in zip(made.bases, amounts, strict=True)
        ]
        lines = [ground, [abs(float(one)) for one in amounts]]
        heads.append(_("Begins at"))
        keys.append(_BASE)
    heads += [line.name for line in made.lines]
    keys += [line.column for line in made.lines]
    return heads, keys, [[name, *values] for name, *values in zip(made.names, *lines, strict=True)]


def _cells(sheet: Any, column: int, first: int, last: int) -> Reference:
    return Reference(sheet, min_col=column, max_col=column, min_row=first, max_row=last)


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def chart(made: Plot, cells: Source) -> Any:
    """The chart, to be put on a sheet."""
    drawn = _drawn(made, cells)
    drawn.title, drawn.width, drawn.height = clean(made.title), _WIDE, _HIGH
    drawn.title.overlay = False
    drawn.legend.position, drawn.legend.overlay = "t", False
    if len(made.lines) == 1:
        drawn.legend = None
    drawn.x_axis.delete = drawn.y_axis.delete = False
    drawn.y_axis.number_format = _AXES.get(made.form, "#,##0")
    drawn.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="E3E6EC"))
    low, _high = made.extent()
    if low == 0:
        drawn.y_axis.scaling.min = 0
    drawn.x_axis.tickLblPos = "low"
    if made.shape == Shape.MAP:
        drawn.x_axis.scaling.orientation = "maxMin"
        drawn.y_axis.crosses = "max"  # the scale stays below, where the smallest stands now
    return drawn


def _drawn(made: Plot, cells: Source) -> Any:
    """Bars, with lines over them; or lines alone."""
    bars = [line for line in made.lines if line.role == Role.BAR]
    others = [line for line in made.lines if line.role != Role.BAR]
    over = LineChart()
    over.series.extend(_line_series(line, cells) for line in others)
    if not bars:
        return over
    drawn: Any = _bars(made, bars, cells)
    if others:
        drawn += over
    return drawn


def _bars(made: Plot, bars: Sequence[Line], cells: Source) -> BarChart:
    drawn = BarChart()
    drawn.type = "bar" if made.shape == Shape.MAP else "col"
    drawn.grouping = "stacked" if made.shape in (Shape.STACK, Shape.STEPS) else "clustered"
    drawn.overlap = 100 if drawn.grouping == "stacked" else 0
    drawn.gapWidth = 60
    if made.bases:
        unseen = _series(cells.values[_BASE], _("Begins at"), cells)
        unseen.graphicalProperties = GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
        drawn.series.append(unseen)
    for line in bars:
        series = _series(cells.values[line.column], line.name, cells)
        series.graphicalProperties = _filled(line.tone)
        series.invertIfNegative = False
        series.dPt.extend(_points(made, line))
        drawn.series.append(series)
    return drawn


def _points(made: Plot, line: Line) -> Iterator[DataPoint]:
    """The bars that look otherwise: steps by their direction, periods that still run."""
    for place, value in enumerate(line.values):
        if made.bases:
            tone = picture.step_tone(place, made.bases[place], value or Decimal(0), made)
            if tone != line.tone:
                yield DataPoint(idx=place, spPr=_filled(tone))
        elif made.unfinished[place]:
            edge = LineProperties(solidFill=_TONES[line.tone], prstDash="dash", w=9525)
            yield DataPoint(idx=place, spPr=GraphicalProperties(solidFill=_PALE, ln=edge))


def _filled(tone: int) -> GraphicalProperties:
    color = _TONES[tone]
    if tone not in _PATTERNS:
        return GraphicalProperties(solidFill=color)
    fill = PatternFillProperties(
        prst=_PATTERNS[tone], fgClr=ColorChoice(srgbClr="FFFFFF"), bgClr=ColorChoice(srgbClr=color)
    )
    return GraphicalProperties(pattFill=fill)


def _line_series(line: Line, cells: Source) -> Any:
    series = _series(cells.values[line.column], line.name, cells)
    dash = {Role.TARGET: "dash", Role.LOW: "sysDot", Role.HIGH: "sysDot"}.get(line.role, "solid")
    wide = 12700 if line.role in (Role.LOW, Role.HIGH, Role.FORMER) else 22225
    color = _TONES[line.tone or (2 if line.role == Role.TARGET else 0)]
    series.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=color, prstDash=dash, w=wide))
    series.smooth = False
    has_sign = line.role in (Role.LINE, Role.FORMER)
    series.marker = Marker(symbol=_SIGNS[line.tone] if has_sign else "none", size=5)
    series.marker.graphicalProperties = GraphicalProperties(solidFill=color, ln=LineProperties(solidFill=color))
    return series


def _series(values: Reference, name: str, cells: Source) -> Any:
    series = ChartSeries(values)
    series.tx = SeriesLabel(v=clean(name))
    series.cat = _names(cells.names)
    return series


def _names(names: Reference) -> Any:
    from openpyxl.chart.data_source import AxDataSource, StrRef

    return AxDataSource(strRef=StrRef(f=str(names)))
