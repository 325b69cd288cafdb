"""Pictures of tiles: the provinces as a map, and a table of heat. Every tile says its number. Pure."""

from decimal import Decimal

from reports.layout import brush, provinces
from reports.layout.brush import Palette
from reports.layout.plot import Plot

_TILE, _GAP = (72.0, 34.0), 3.0
_FAINT, _STRONG = 0.07, 0.5  # so that words stay readable on every tile, light and dark
_LINE = 18.0


def map_of(made: Plot, palette: Palette) -> str:
    """Amounts by province, each at its place; what belongs to none stands below."""
    values = dict(zip(made.names, made.lines[0].values, strict=True))
    largest = max((value for value in values.values() if value), default=Decimal(1))
    wide, high = _TILE[0] + _GAP, _TILE[1] + _GAP
    parts = []
    for name, (column, row) in provinces.TILES.items():
        x, y = column * wide, row * high
        value = values.get(name)
        parts.append(_tile(x, y, value, largest, palette))
        parts.append(brush.words(x + 5, y + 14, name, palette.text if value else palette.soft))
        if value:
            parts.append(brush.words(x + _TILE[0] - 5, y + 29, made.brief(value), palette.text, "end"))
    foot = provinces.ROWS * high
    rest = [
        f"{name} {made.brief(value or Decimal(0))}" for name, value in values.items() if name not in provinces.TILES
    ]
    lines = _wrapped(rest, provinces.COLUMNS * wide)
    for place, line in enumerate(lines, start=1):
        parts.append(brush.words(0, foot + place * _LINE - 3, line, palette.soft))
    return brush.sheet(provinces.COLUMNS * wide - _GAP, foot + len(lines) * _LINE, made.label, "".join(parts))


def heat(made: Plot, palette: Palette) -> str:
    """A line for each name, a tile for each series; the stronger the more."""
    left = min(150.0, 12 + max((brush.width(name) for name in made.names), default=0))
    shown = [line.texts() for line in made.lines]
    widest = max(brush.width(text) for texts in (*shown, [line.name for line in made.lines]) for text in texts)
    wide, high = min(110.0, max(44.0, widest + 14)), 28.0
    largest = max((value for line in made.lines for value in line.values if value), default=Decimal(1))
    parts = []
    for column, line in enumerate(made.lines):
        x = left + column * (wide + _GAP)
        parts.append(brush.words(x + wide / 2, 16, brush.short(line.name, wide), palette.soft, "middle"))
        for row, value in enumerate(line.values):
            y = 24 + row * (high + _GAP)
            if value is not None:
                box = _tile(x, y, value, largest, palette, (wide, high))
                parts.append(box + brush.words(x + wide / 2, y + 18, shown[column][row], palette.text, "middle"))
    for row, name in enumerate(made.names):
        parts.append(brush.words(left - 8, 24 + row * (high + _GAP) + 18, brush.short(name, left), palette.text, "end"))
    size = (left + len(made.lines) * (wide + _GAP), 24 + len(made.names) * (high + _GAP))
    return brush.sheet(*size, made.label, "".join(parts))


def _tile(
    x: float,
    y: float,
    value: Decimal | None,
    largest: Decimal,
    palette: Palette,
    size: tuple[float, float] = _TILE,
) -> str:
    if not value or value < 0:
        return brush.box(x, y, *size, "none", f' stroke="{palette.line}"')
    strength = _FAINT + (_STRONG - _FAINT) * min(1.0, float(value / largest))
    return brush.box(x, y, *size, palette.tones[1], f' fill-opacity="{strength:.3f}" stroke="{palette.line}"')


def _wrapped(texts: list[str], room: float) -> list[str]:
    """The texts in lines that fit."""
    lines: list[str] = []
    for text in texts:
        longer = f"{lines[-1]} · {text}" if lines else text
        if lines and brush.width(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(text)
    return lines
