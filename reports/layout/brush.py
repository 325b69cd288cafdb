"""The parts of a drawn chart: colours, words, patterns. Everything is text of SVG, and words are escaped here. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from common.exports.cells import clean

SIZE = 12  # of letters, in units of the picture
_LATIN, _WIDE = 0.56, 1.0  # of the size of letters


@dataclass(frozen=True)
class Palette:
    """``tones`` are the colours of the series from 1 to 5, behind grey at 0."""

    tones: tuple[str, ...]
    text: str
    soft: str
    line: str
    axis: str
    surface: str
    pale: str


# on a page the colours follow the theme
PAGE = Palette(
    tones=("var(--so-c5)", *(f"var(--so-c{number})" for number in range(1, 6))),
    text="var(--so-text)",
    soft="var(--so-text3)",
    line="var(--so-line)",
    axis="var(--so-line2)",
    surface="var(--so-surface)",
    pale="var(--so-accentl)",
)
PRINT = Palette(
    tones=("#454A54", "#2356E0", "#D17A06", "#1AA68A", "#711782", "#454A54"),
    text="#161C2A",
    soft="#5F687C",
    line="#E3E6EC",
    axis="#CBD1DB",
    surface="#FFFFFF",
    pale="#B7CBF6",
)
# the second channel beside the colour, by tone: what is drawn over a bar
_PATTERNS = {
    2: "M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2",
    3: "M-1,5 l2,2 M0,0 l6,6 M5,-1 l2,2",
    4: "M0,3 h6",
    5: "M3,0 v6",
}


def number(value: float | Decimal) -> str:
    """A length, no longer than needed."""
    return f"{float(value):.1f}".removesuffix(".0")


def width(text: str) -> float:
    """About how wide a text is."""
    return sum(_WIDE if ord(letter) > 0x2E80 else _LATIN for letter in text) * SIZE


def short(text: str, room: float) -> str:
    """A text that fits; what is cut off ends in an ellipsis."""
    if width(text) <= room:
        return text
    kept = text
    while kept and width(kept) + SIZE > room:
        kept = kept[:-1]
    return f"{kept}…"


def words(x: float, y: float, text: str, color: str, anchor: str = "start", *, bold: bool = False) -> str:
    """A line of text; ``y`` is its foot."""
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{number(x)}" y="{number(y)}" fill="{color}" text-anchor="{anchor}"{weight}>'
        f"{escape(clean(text))}</text>"
    )


def box(x: float, y: float, wide: float, high: float, fill: str, more: str = "") -> str:
    """A filled rectangle, also where it was given upside down."""
    if high < 0:
        y, high = y + high, -high
    return f'<rect x="{number(x)}" y="{number(y)}" width="{number(wide)}" height="{number(high)}" fill="{fill}"{more}/>'


def rule(x1: float, y1: float, x2: float, y2: float, color: str, more: str = "") -> str:
    """A straight line."""
    return f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}" stroke="{color}"{more}/>'


def path(points: Sequence[tuple[float, float] | None], color: str, more: str = "") -> str:
    """A line through points, broken where there is none."""
    steps, pen = [], "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        steps.append(f"{pen}{number(point[0])},{number(point[1])}")
        pen = "L"
    return f'<path d="{" ".join(steps)}" fill="none" stroke="{color}"{more}/>' if steps else ""


def mark(x: float, y: float, tone: int, color: str) -> str:
    """The sign of a line at a point: another shape for each tone."""
    if tone == 2:
        return box(x - 2.5, y - 2.5, 5, 5, color)
    if tone in (3, 4):
        way = -3 if tone == 3 else 3
        return f'<path d="M{number(x - 3)},{number(y - way)} h6 l-3,{2 * way} z" fill="{color}"/>'
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="2.6" fill="{color}"/>'


def patterns(name: str, palette: Palette) -> str:
    """The patterns of bars, under names of this picture."""
    made = "".join(
        f'<pattern id={quoteattr(f"{name}-p{tone}")} width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<path d="{drawn}" stroke="{palette.surface}" stroke-width="1.1" stroke-opacity="0.75" fill="none"/></pattern>'
        for tone, drawn in _PATTERNS.items()
    )
    return f"<defs>{made}</defs>"


def bar(name: str, palette: Palette, tone: int, place: tuple[float, float, float, float], *, pale: bool) -> str:
    """A bar with its pattern; pale and dashed where its period still runs."""
    x, y, wide, high = place
    color = palette.tones[tone]
    if pale:
        fill = palette.pale if tone == 1 else color
        faint = "" if tone == 1 else ' fill-opacity="0.35"'
        return box(x, y, wide, high, fill, f'{faint} stroke="{color}" stroke-dasharray="3 2"')
    over = box(x, y, wide, high, f"url(#{name}-p{tone})") if tone in _PATTERNS else ""
    return box(x, y, wide, high, color) + over


def sheet(wide: float, high: float, label: str, body: str) -> str:
    """The whole picture."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(wide)} {number(high)}" '
        f'font-family="Noto Sans SC" font-size="{SIZE}" role="img" aria-label={quoteattr(clean(label))}>{body}</svg>'
    )
