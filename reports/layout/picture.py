"""A chart as a picture (SVG): on paper, and on a page where no script runs. Pure.

Rules of UI 11: bars begin at zero, four or five quiet lines across, a pattern beside each colour, the target dashed,
last year grey with dots, an unfinished period pale; no number stands in the picture alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from reports.layout import brush, tiles
from reports.layout.brush import PAGE, PRINT, Palette
from reports.layout.paper import Form, Shape
from reports.layout.plot import Line, Plot, Role, ticks

__all__ = ["PAGE", "PRINT", "draw"]

WIDE, HIGH = 640.0, 260.0
_TOP, _BELOW, _RIGHT = 32.0, 26.0, 8.0
_WIDEST_BAR = 34.0
_DASHED = ' stroke-width="1.6" stroke-dasharray="5 3"'


@dataclass(frozen=True)
class _Frame:
    """Where values and names stand in the picture."""

    name: str
    palette: Palette
    made: Plot
    left: float
    low: Decimal
    high: Decimal

    @property
    def slot(self) -> float:
        return (WIDE - _RIGHT - self.left) / max(1, len(self.made.names))

    def x(self, place: int) -> float:
        return self.left + self.slot * (place + 0.5)

    def y(self, value: Decimal) -> float:
        span = self.high - self.low or Decimal(1)
        return HIGH - _BELOW - float((value - self.low) / span) * (HIGH - _BELOW - _TOP)

    def points(self, line: Line) -> list[tuple[float, float] | None]:
        return [None if one is None else (self.x(at), self.y(one)) for at, one in enumerate(line.values)]


def draw(made: Plot, name: str, palette: Palette) -> str:
    """The picture. ``name`` tells its patterns from those of other pictures of the page: letters and digits."""
    if made.shape == Shape.MAP:
        return tiles.map_of(made, palette)
    if made.shape == Shape.HEAT:
        return tiles.heat(made, palette)
    marks = ticks(*made.extent(), least=Decimal(made.form == Form.COUNT))
    left = 14 + max(brush.width(made.along(one)) for one in marks)
    frame = _Frame(name, palette, made, left, marks[0], marks[-1])
    body = [brush.patterns(name, palette), _axes(frame, marks), _SHAPES.get(made.shape, _bars)(frame)]
    body += [_over(frame, line) for line in made.lines if line.role not in (Role.BAR, Role.LOW, Role.HIGH)]
    body += [brush.rule(left, frame.y(Decimal(0)), WIDE - _RIGHT, frame.y(Decimal(0)), palette.axis), _legend(frame)]
    return brush.sheet(WIDE, HIGH, made.label, "".join(body))


def _axes(frame: _Frame, marks: list[Decimal]) -> str:
    palette, made = frame.palette, frame.made
    parts = []
    for value in marks:
        y = frame.y(value)
        parts.append(brush.rule(frame.left, y, WIDE - _RIGHT, y, palette.line))
        parts.append(brush.words(frame.left - 8, y + 4, made.along(value), palette.soft, "end"))
    longest = max((brush.width(name) for name in made.names), default=0)
    # names that would run into each other: each second, third …; long ones are cut
    every = max(1, -(-int(min(longest, 72) + 8) // max(1, int(frame.slot))))
    for place in range(0, len(made.names), every):
        text = brush.short(made.names[place], frame.slot * every - 4)
        parts.append(brush.words(frame.x(place), HIGH - 9, text, palette.soft, "middle"))
    return "".join(parts)


def _bars(frame: _Frame) -> str:
    bars = [line for line in frame.made.lines if line.role == Role.BAR]
    wide = min(_WIDEST_BAR, frame.slot * 0.72 / max(1, len(bars)))
    ground = frame.y(Decimal(0))
    parts = []
    for number, line in enumerate(bars):
        for place, value in enumerate(line.values):
            if value:
                x = frame.x(place) + (number - len(bars) / 2) * wide
                spot = (x, frame.y(value), wide * 0.92, ground - frame.y(value))
                pale = frame.made.unfinished[place]
                parts.append(brush.bar(frame.name, frame.palette, line.tone, spot, pale=pale))
    return "".join(parts)


def _stack(frame: _Frame) -> str:
    bars = [line for line in frame.made.lines if line.role == Role.BAR]
    wide = min(_WIDEST_BAR, frame.slot * 0.6)
    parts = []
    for place in range(len(frame.made.names)):
        up = down = Decimal(0)
        for line in bars:
            value = line.values[place]
            if not value:
                continue
            base = up if value > 0 else down
            top, foot = frame.y(base + value), frame.y(base)
            spot = (frame.x(place) - wide / 2, top, wide, foot - top)
            parts.append(
                brush.bar(frame.name, frame.palette, line.tone, spot, pale=frame.made.unfinished[place])
                + brush.rule(spot[0], foot, spot[0] + wide, foot, frame.palette.surface)
            )
            up, down = (base + value, down) if value > 0 else (up, base + value)
    return "".join(parts)


def _steps(frame: _Frame) -> str:
    line = frame.made.lines[0]
    wide = min(_WIDEST_BAR, frame.slot * 0.6)
    parts = []
    for place, (base, value) in enumerate(zip(frame.made.bases, line.values, strict=True)):
        amount = value or Decimal(0)
        tone = step_tone(place, base, amount, frame.made)
        top, foot = frame.y(base + amount), frame.y(base)
        spot = (frame.x(place) - wide / 2, top, wide, foot - top)
        parts.append(brush.bar(frame.name, frame.palette, tone, spot, pale=frame.made.unfinished[place]))
        if place + 1 < len(frame.made.names):
            more = ' stroke-dasharray="2 2"'
            parts.append(brush.rule(spot[0], top, frame.x(place + 1) + wide / 2, top, frame.palette.axis, more))
    return "".join(parts)


def step_tone(place: int, base: Decimal, amount: Decimal, made: Plot) -> int:
    """The tone of a step: grey where it stands on the ground first or last, 2 where it goes down, else 1."""
    if not base and place in (0, len(made.names) - 1):
        return 0
    return 2 if amount < 0 else 1


def _lines(frame: _Frame) -> str:
    parts = []
    for line in frame.made.lines:
        if line.role not in (Role.LOW, Role.HIGH):
            continue
        color = frame.palette.tones[line.tone]
        parts.append(brush.path(frame.points(line), color, ' stroke-width="1.2" stroke-dasharray="2 3"'))
    return "".join(parts)


def _over(frame: _Frame, line: Line) -> str:
    """A target, last year or a line, over the bars."""
    if line.role == Role.TARGET:
        return _target(frame, line)
    color = frame.palette.tones[line.tone]
    points = frame.points(line)
    if line.role == Role.FORMER and frame.made.marks_alone:
        return "".join(brush.mark(*point, line.tone, color) for point in points if point)
    wide = ' stroke-width="1.4"' if line.role == Role.FORMER else ' stroke-width="1.8"'
    marks = (brush.mark(*point, line.tone, color) for point in points if point)
    return brush.path(points, color, wide) + "".join(marks)


def _target(frame: _Frame, line: Line) -> str:
    half = frame.slot / 2
    if frame.made.marks_alone:
        return "".join(
            brush.rule(x - min(half, 23), y, x + min(half, 23), y, frame.palette.text, ' stroke-width="2.5"')
            for x, y in filter(None, frame.points(line))
        )
    steps: list[tuple[float, float] | None] = []
    for point in frame.points(line):
        steps += [None] if point is None else [(point[0] - half, point[1]), (point[0] + half, point[1])]
    return brush.path(steps, frame.palette.tones[line.tone], _DASHED)


def _legend(frame: _Frame) -> str:
    shown = [line for line in frame.made.lines if line.role not in (Role.LOW, Role.HIGH)]
    if len(shown) < 2:
        return ""
    parts, x = [], frame.left
    room = (WIDE - _RIGHT - frame.left) / len(shown) - 35
    for line in shown:
        color = frame.palette.tones[line.tone]
        text = brush.short(line.name, max(room, 40))
        if line.role == Role.BAR:
            parts.append(brush.bar(frame.name, frame.palette, line.tone, (x, 8, 14, 8), pale=False))
        elif line.role == Role.TARGET:
            is_tick = frame.made.marks_alone
            more = ' stroke-width="2.5"' if is_tick else _DASHED
            parts.append(brush.rule(x, 12, x + 14, 12, frame.palette.text if is_tick else color, more))
        else:
            parts.append(brush.rule(x, 12, x + 14, 12, color, ' stroke-width="1.6"'))
            parts.append(brush.mark(x + 7, 12, line.tone, color))
        parts.append(brush.words(x + 19, 16, text, frame.palette.text))
        x += 19 + brush.width(text) + 16
    return "".join(parts)


_SHAPES: dict[Shape, Callable[[_Frame], str]] = {
    Shape.BARS: _bars,
    Shape.STACK: _stack,
    Shape.STEPS: _steps,
    Shape.LINES: _lines,
}
