"""A chart for a page: what its script draws it from, its picture for where no script runs, its table. Pure."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from reports.layout import picture, plot, wording
from reports.layout.paper import Form, Paper, Shape
from reports.layout.plot import Plot

STILL = (Shape.MAP, Shape.HEAT)  # their tiles say everything: no script is needed


@dataclass(frozen=True)
class PageChart:
    """``data`` is what charts.js reads, None for a picture that stays; ``svg`` is safe."""

    name: str
    title: str
    label: str
    unit: str
    svg: SafeString
    data: dict[str, Any] | None
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def charts(paper: Paper, name: str, currency: str = "") -> list[PageChart]:
    """The charts of a paper; ``name`` begins their ids: letters, digits and hyphens. ``currency``: that of amounts."""
    return [_chart(made, f"{name}-chart{number}", currency) for number, made in enumerate(plot.plots(paper))]


def _chart(made: Plot, name: str, currency: str) -> PageChart:
    texts = [line.texts() for line in made.lines]
    return PageChart(
        name=name,
        title=made.title,
        label=made.label,
        unit=_unit(made, currency),
        # every word in it was escaped where it was drawn
        svg=mark_safe(picture.draw(made, name, picture.PAGE)),  # noqa: S308
        data=None if made.shape in STILL else _data(made, texts),
        heads=(made.across, *(line.name for line in made.lines)),
        rows=tuple(zip(made.names, *texts, strict=True)),
    )


def _unit(made: Plot, currency: str) -> str:
    """In what the values of the axis are counted: money and days say it, shares carry it, cases have none."""
    if made.form == Form.DAYS:
        return gettext("days")
    return wording.in_money(currency, made.scale()[1]) if made.form == Form.MONEY else ""


def _data(made: Plot, texts: list[list[str]]) -> dict[str, Any]:
    is_share = made.form in (Form.SHARE, Form.GROWTH)
    return {
        "shape": made.shape.value,
        "locale": "ZH" if (get_language() or "en").startswith("zh") else "EN",
        "names": made.names,
        "unfinished": made.unfinished,
        "divisor": float(Decimal("0.01") if is_share else made.scale()[0]),
        "suffix": "%" if is_share else "",
        "whole": made.form == Form.COUNT,
        "course": made.is_course,
        "marks": made.marks_alone,
        "most": 1 if made.is_of_whole and made.shape == Shape.STACK else None,
        "bases": [float(base) for base in made.bases],
        "tones": _tones(made),
        "series": [
            {
                "name": line.name,
                "role": line.role.value,
                "tone": line.tone,
                "values": [None if value is None else float(value) for value in line.values],
                "texts": said,
            }
            for line, said in zip(made.lines, texts, strict=True)
        ],
    }


def _tones(made: Plot) -> list[int]:
    """The tone of each step of a bridge."""
    if not made.bases:
        return []
    steps = enumerate(zip(made.bases, made.lines[0].values, strict=True))
    return [picture.step_tone(place, base, value or Decimal(0), made) for place, (base, value) in steps]
