"""A report on paper (PDF, by typst): facts, charts, tables with a repeated head, definitions at the end."""

import json
from collections.abc import Sequence
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from common import dates
from orders.printing.layout import FONTS, clean
from orders.printing.pdf import compile_marked, compile_source
from reports.layout import folding, heads, picture, plot, wording
from reports.layout.definitions import defined
from reports.layout.paper import Column, Form, Made, Paper

_SHEET = Path(__file__).with_name("report.typ")
_MOST_COLUMNS = 16  # of a page; what is beyond goes on below, behind the first column
_LONG = 24  # letters that a line of a cell holds easily
_LARGE = 10  # columns that need the larger page


@lru_cache
def _source() -> bytes:
    return _SHEET.read_bytes()


def write(paper: Paper, made: Made) -> bytes:
    """The PDF of a report and its parts; columns that the reader may not see are not on it. Raises Unprintable."""
    pictures: dict[str, bytes] = {}
    data = _data(paper, made, pictures)
    return compile_source(_source(), json.dumps(data, ensure_ascii=False), pictures, int(made.at.timestamp()))


def write_piece(data: dict[str, Any], pictures: dict[str, bytes], made: Made) -> tuple[bytes, int]:
    """The PDF of a piece of a long paper, and which of its rows is the first on its last page. Raises Unprintable."""
    return compile_marked(
        _source(), json.dumps({**data, "piece": True}, ensure_ascii=False), pictures, int(made.at.timestamp()), "last"
    )


def frame(paper: Paper, made: Made) -> dict[str, Any]:
    """What every page of a report says, with none of its tables yet."""
    papers = [paper, *paper.parts]
    is_chinese = (get_language() or "en").startswith("zh")
    moment = f"{made.at.astimezone(dates.business_zone()):%Y-%m-%d %H:%M}"
    foot = pgettext("foot of a printed page", "Page %(page)s of %(pages)s")
    return {
        "name": clean(str(paper.title)),
        "author": clean(made.who),
        "lang": "zh" if is_chinese else "en",
        "region": "cn" if is_chinese else "us",
        "fonts": FONTS,
        "is_large": max(len(folding.folded(one).shown) for one in papers) > _LARGE,
        "page": foot.replace("%(pages)s", "%(page)s").split("%(page)s"),
        "first": 1,
        "piece": False,
        "foot": clean(f"{paper.title} · {made.who} · {moment}"),
        "facts": [[clean(str(label)), clean(str(value))] for label, value in paper.facts]
        + [[pgettext("report", "Made by"), clean(made.who)], [pgettext("report", "Made at"), moment]],
        "parts": [],
        "open": "",
        "defined": _("Definitions"),
        "definitions": [],
    }


def closing(paper: Paper) -> dict[str, Any]:
    """What stands behind the last table."""
    return {
        "open": _("Italics: the period still runs.") if any(row.is_unfinished for row in paper.rows) else "",
        "definitions": _definitions([paper, *paper.parts]),
    }


def _data(paper: Paper, made: Made, pictures: dict[str, bytes]) -> dict[str, Any]:
    numbers = count(1)
    parts = [
        {
            **heading(one, numbers, pictures, is_first=one is paper),
            "tables": [table(flat, places) for places in blocks(flat.shown)] if one.rows else [],
            "notes": notes(one),
        }
        for one, flat in ((one, folding.folded(one)) for one in (paper, *paper.parts))
    ]
    return {**frame(paper, made), "parts": parts, **closing(paper)}


def heading(paper: Paper, numbers: "count[int]", pictures: dict[str, bytes], *, is_first: bool) -> dict[str, Any]:
    """What stands over the tables of a part: its title, but of the first one, why it is empty, its charts, which are
    put among the ``pictures``."""
    names = []
    for one in plot.plots(paper):
        name = f"chart{next(numbers)}"
        pictures[f"{name}.svg"] = picture.draw(one, name, picture.PRINT).encode()
        unit = one.scale()[1]
        names.append({"file": f"{name}.svg", "title": clean(f"{one.title} ({unit})" if unit else one.title)})
    return {
        "title": clean(str(paper.title)),
        "headed": not is_first,
        "problem": clean(str(paper.problem)),
        "charts": names,
    }


def notes(paper: Paper) -> list[str]:
    """What is said below the tables of a part."""
    return [clean(str(note)) for note in paper.notes]


def blocks(places: Sequence[int]) -> list[list[int]]:
    """The columns in tables that a page is wide enough for, each led by the first column."""
    first, rest = list(places[:1]), places[1:]
    size = _MOST_COLUMNS - 1
    return [[*first, *rest[at : at + size]] for at in range(0, max(1, len(rest)), size)] if first else []


def table(
    paper: Paper, places: list[int], rows: slice = slice(None), wide: Sequence[int] = (), *, is_end: bool = True
) -> dict[str, Any]:
    """Some columns of a part with some of its rows, with the sums at its end; ``wide``: the columns' shares of a page,
    none: as wide as they need."""
    columns = [paper.columns[place] for place in places]
    return {
        "columns": [
            {
                "label": clean(str(one.label)),
                "right": one.is_number,
                "wide": width,
                "long": not width and _is_long(paper, place),
            }
            for place, one, width in zip(places, columns, wide or [0] * len(places), strict=True)
        ],
        "groups": [[clean(label), span] for label, span in heads.groups(columns)],
        "rows": [
            {
                "cells": [_cell(row.cells[place], column) for place, column in zip(places, columns, strict=True)],
                "level": row.level,
                "sum": row.is_sum,
                "open": row.is_unfinished,
            }
            for row in paper.rows[rows]
        ],
        "sums": [_cell(paper.sums[place], column) for place, column in zip(places, columns, strict=True)]
        if paper.sums and is_end
        else [],
    }


def _is_long(paper: Paper, place: int) -> bool:
    """Whether a column holds texts that share what room is left on a line."""
    if paper.columns[place].form != Form.TEXT:
        return False
    return any(len(str(row.cells[place] or "")) > _LONG for row in paper.rows)


def _cell(value: Any, column: Column) -> str:
    if isinstance(value, folding.Stacked):
        return "\n".join([_cell(value.value, column), *map(clean, value.lines), *map(clean, value.behind)])
    return clean(wording.written(value, column.form))


def _definitions(papers: Sequence[Paper]) -> list[dict[str, Any]]:
    found = []
    for one in defined(papers):
        lines = [
            (pgettext("definition", "Numerator"), one.numerator),
            (pgettext("definition", "Denominator"), one.denominator),
            (pgettext("definition", "Left out"), one.exclusions),
            (pgettext("definition", "In figures"), one.figures),
        ]
        kept = [[label, clean(str(value))] for label, value in lines if str(value)]
        found.append({"term": clean(str(one.term)), "meaning": clean(str(one.meaning)), "lines": kept})
    return found
