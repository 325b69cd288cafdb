"""The line beside a figure, and figures in few characters. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import pgettext

from reports.layout import wording
from reports.layout.paper import Form

WIDE, HIGH, EDGE = 104, 34, 3
Course = Sequence[Decimal | None]


@dataclass(frozen=True)
class Spark:
    """SVG paths in a box of WIDE × HIGH: the line, the area below it, and the dashed target ("" for none)."""

    line: str
    area: str
    target: str


def spark(course: Course, target: Course = ()) -> Spark | None:
    """A course with its target, lowest to highest of both over the whole height; None for fewer than two figures."""
    if sum(one is not None for one in course) < 2:
        return None
    drawn = [one for one in (*course, *target) if one is not None]
    bounds = min(drawn), max(drawn)
    line = path(course, bounds)
    area = f"{line} L{_right(line)},{HIGH} L{_left(line)},{HIGH} Z"
    return Spark(line, area, _steps(target, bounds) if any(one is not None for one in target) else "")


def path(course: Course, bounds: tuple[Decimal, Decimal]) -> str:
    """A line through the places that have a figure."""
    points = [f"{_x(place, course)},{_y(one, bounds)}" for place, one in enumerate(course) if one is not None]
    return "M" + " L".join(points)


def _steps(target: Course, bounds: tuple[Decimal, Decimal]) -> str:
    """A level for each place, up and down between them."""
    parts, before = [], None
    half = Decimal(WIDE) / (len(target) - 1) / 2 if len(target) > 1 else Decimal(WIDE)
    for place, one in enumerate(target):
        if one is None:
            before = None
            continue
        middle = Decimal(place) * half * 2
        start, end = max(Decimal(0), middle - half), min(Decimal(WIDE), middle + half)
        y = _y(one, bounds)
        parts.append(f"{'L' if before is not None else 'M'}{start:.1f},{y} L{end:.1f},{y}")
        before = one
    return " ".join(parts)


def _x(place: int, course: Course) -> str:
    return f"{Decimal(place * WIDE) / (len(course) - 1):.1f}"


def _y(value: Decimal, bounds: tuple[Decimal, Decimal]) -> str:
    low, high = bounds
    if high <= low:
        return f"{Decimal(HIGH) / 2:.1f}"
    return f"{HIGH - EDGE - (value - low) / (high - low) * (HIGH - 2 * EDGE):.1f}"


def _left(line: str) -> str:
    return line[1:].partition(",")[0]


def _right(line: str) -> str:
    return line.rpartition(" L")[2].partition(",")[0]


def short(value: Decimal | None, form: Form, currency: str = "") -> tuple[str, str]:
    """A figure and its unit: 93.2 %, 1,790.2 万元; in English 17.9 CNY million, as charts say it. ``currency``: that
    of amounts."""
    if value is None:
        return wording.DASH, ""
    if form in (Form.SHARE, Form.GROWTH):
        return wording.written(value * 100, Form.DAYS), "%"
    if form is Form.MONEY:
        by, scale = wording.scale(value)
        return wording.written(value / by, Form.DAYS if scale else Form.COUNT), wording.in_money(currency, scale)
    return wording.written(value, form), ""


def in_short(value: Decimal, form: Form, currency: str = "") -> str:
    """Both as one."""
    number, unit = short(value, form, currency)
    if not unit or unit == "%":
        return f"{number}{unit}"
    return pgettext("amount", "%(number)s %(unit)s") % {"number": number, "unit": unit}
